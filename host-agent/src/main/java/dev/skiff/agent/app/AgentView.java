package dev.skiff.agent.app;

import dev.skiff.agent.core.RunSnapshot;
import dev.skiff.agent.core.VmRun;
import dev.skiff.agent.http.HostView;
import dev.skiff.agent.image.ImageStore;
import dev.skiff.agent.serve.Invocations;
import dev.skiff.agent.vmm.MicroVm;
import dev.skiff.agent.vmm.OutputLogs;
import dev.skiff.agent.vmm.VmDirectory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// An agent as its endpoint shows it.
record AgentView(
    AgentConfig config,
    RunningAgent agent,
    SharedParts parts,
    AgentMetrics agentMetrics,
    String driver)
    implements HostView {
  @Override
  public Health health() {
    Duration silence = agent.link().silence();
    Optional<String> problem = Optional.empty();
    if (!agent.isAlive()) {
      problem = Optional.of("the agent's loop has ended; restart the agent");
    } else if (silence.toNanos() / 1_000 > config.limits().silenceMicros()) {
      problem =
          Optional.of(
              "no heartbeat was delivered for %d s: is Kafka at %s in reach?"
                  .formatted(silence.toSeconds(), config.kafka().bootstrapServers()));
    }
    return new Health(
        config.host().value(), agent.status().session(), driver, silence.toMillis(), problem);
  }

  @Override
  public String metrics() {
    return agentMetrics.scrape();
  }

  @Override
  public CompletableFuture<List<RunSnapshot>> runs() {
    return agent.runs();
  }

  @Override
  public Optional<MicroVm> vm(VmRun run) {
    return agent.vms().vm(run);
  }

  @Override
  public VmDirectory directory(VmRun run) {
    return agent.vms().directory(run);
  }

  @Override
  public OutputLogs logs() {
    return parts.logs();
  }

  @Override
  public Invocations invocations() {
    return agent.invocations();
  }

  @Override
  public ImageStore images() {
    return parts.images();
  }
}
