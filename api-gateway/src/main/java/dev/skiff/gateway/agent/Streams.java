package dev.skiff.gateway.agent;

import dev.skiff.gateway.http.StreamEndpoint;
import dev.skiff.gateway.http.VirtualThreads;
import dev.skiff.gateway.view.Lists;
import dev.skiff.gateway.view.Lookup;
import dev.skiff.gateway.view.Waiting;
import io.vertx.core.Vertx;
import java.util.Map;

/// The operations that stream to or from host agents.
public final class Streams {
  private final AgentClient agents;
  private final VmHosts hosts;
  private final VirtualThreads threads;
  private final Images images;

  public Streams(
      Vertx vertx,
      AgentSettings settings,
      Lookup lookup,
      Lists lists,
      Waiting waiting,
      VirtualThreads threads) {
    this.agents = new AgentClient(vertx, settings.token());
    this.hosts = new VmHosts(lookup, waiting);
    this.threads = threads;
    this.images = new Images(settings, agents, new ReadyHosts(lists), threads, vertx);
  }

  public Map<String, StreamEndpoint> all() {
    return Map.of(
        "vmLogs", new LogStream(hosts, agents, threads),
        "execInVm", new SocketStream(hosts, agents, threads, SocketStream.Kind.EXEC),
        "attachToVm", new SocketStream(hosts, agents, threads, SocketStream.Kind.ATTACH),
        "listImages", images::list,
        "importImage", images::importArchive,
        "pullImage", images::pull,
        "removeImage", images::remove);
  }
}
