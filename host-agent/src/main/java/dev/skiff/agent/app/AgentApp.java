package dev.skiff.agent.app;

import dev.skiff.agent.core.AgentCore;
import dev.skiff.agent.core.FoundVm;
import dev.skiff.agent.core.VmRun;
import dev.skiff.agent.execution.HostVms;
import dev.skiff.agent.execution.Recovery;
import dev.skiff.agent.execution.SimulatedVmImages;
import dev.skiff.agent.execution.StoredVmImages;
import dev.skiff.agent.execution.VmImages;
import dev.skiff.agent.execution.Workshop;
import dev.skiff.agent.http.AgentHttp;
import dev.skiff.agent.image.ImageException;
import dev.skiff.agent.journal.AgentJournal;
import dev.skiff.agent.journal.JournalException;
import dev.skiff.agent.journal.LeaseFile;
import dev.skiff.agent.link.KafkaLink;
import dev.skiff.agent.vmm.VmmException;
import dev.skiff.contracts.report.HostFacts;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A host agent. It adopts what runs, joins its cell whenever Kafka is there, and carries out the
/// cell's orders. Without Kafka its VMs run on.
///
/// Closing lets go of the VMs and leaves them running; the next agent on the data folder adopts
/// them. Several agents may live in one process: see [SharedParts].
public final class AgentApp implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AgentApp.class);

  private final AgentConfig config;
  private final InstantSource clock;
  private final @Nullable SharedParts given;
  private final Closing closing = new Closing();
  private @Nullable RunningAgent running;

  /// An agent with everything of its own.
  public AgentApp(AgentConfig config) {
    this(config, null, InstantSource.system());
  }

  /// @param shared parts that outlive this agent; null for its own
  public AgentApp(AgentConfig config, @Nullable SharedParts shared, InstantSource clock) {
    this.config = config;
    this.given = shared;
    this.clock = clock;
  }

  /// Starts all that is local: when this returns, VMs that run are adopted and the endpoint
  /// answers. Joining the cell goes on by itself; see [#awaitJoined].
  ///
  /// @throws AgentStartException with a code such as `data-folder-in-use` or `vmm-missing`
  public void start() throws AgentStartException, InterruptedException {
    boolean started = false;
    try {
      running = begin();
      started = true;
    } catch (JournalException e) {
      throw new AgentStartException(e.code(), e);
    } catch (VmmException e) {
      throw new AgentStartException(e.code(), e);
    } catch (ImageException e) {
      throw new AgentStartException(e.code(), e);
    } catch (IOException e) {
      throw new AgentStartException("agent-cannot-start", e);
    } finally {
      if (!started) {
        closing.close();
      }
    }
  }

  private RunningAgent begin()
      throws IOException, VmmException, ImageException, InterruptedException {
    AgentJournal journal = closing.add(AgentJournal.open(config.dataFolder(), config.host()));
    SharedParts parts = given != null ? given : OwnParts.make(config, clock, closing);
    HostDriver driver = parts.driver();
    AgentMetrics metrics = new AgentMetrics();
    closing.add(metrics::close);
    AgentHttp http =
        closing.add(
            AgentHttp.listen(
                parts.vertx(),
                config.http().bindAddress(),
                config.http().port(),
                config.http().token()));
    VmImages images = images(parts);
    HostFacts facts = facts(driver, http.port(), images);
    metrics.gauge(
        "skiff.agent.restores.failed",
        "VMs that could not go on from a snapshot since the agent started",
        driver.driver()::restoresFailed);
    AgentCore core = new AgentCore(config.host(), journal.id(), facts, config.limits());
    RunningAgent agent =
        new RunningAgent(config, facts, core, journal, metrics, clock, HostUptime.ofHost());
    LeaseFile lease = journal.lease();
    Workshop workshop =
        new Workshop(
            driver.driver(), images, journal.vms(), lease, parts.bootPermits(), clock, agent);
    Recovery.Found found = new Recovery(workshop).run();
    images.retain(liveOf(found));
    agent.start(new HostVms(workshop), images, found, lease.read(), closing);
    http.serve(new AgentView(config, agent, parts, metrics, driver.driver().name()));
    LOG.info(
        "agent {} listens on {} and boots VMs with {} ({}); {} adopted",
        config.host(),
        facts.address(),
        facts.driver(),
        facts.driverReason(),
        found.adopted().size());
    return agent;
  }

  private VmImages images(SharedParts parts) {
    return parts.driver().isSimulated()
        ? new SimulatedVmImages()
        : new StoredVmImages(parts.images(), config.host());
  }

  private static Set<VmRun> liveOf(Recovery.Found found) {
    return found.vms().stream()
        .filter(FoundVm.Running.class::isInstance)
        .map(FoundVm::run)
        .collect(Collectors.toSet());
  }

  private HostFacts facts(HostDriver driver, int port, VmImages images) throws ImageException {
    String advertised = config.http().advertisedAddress();
    String version = AgentApp.class.getPackage().getImplementationVersion();
    return new HostFacts(
        advertised != null ? advertised : "http://" + config.http().bindAddress() + ":" + port,
        config.labels(),
        config.capacity(),
        config.cpuOvercommitPercent(),
        driver.driver().name(),
        driver.reason(),
        images.held().stream().limit(HostFacts.MAX_IMAGES).toList(),
        version == null ? "dev" : version);
  }

  /// Waits until the cell has been told of the newest session.
  ///
  /// @return false when that took too long
  public boolean awaitJoined(Duration atMost) throws InterruptedException {
    return started().awaitJoined(atMost);
  }

  /// The session that is open; 0 before the first.
  public long session() {
    return started().status().session();
  }

  /// Base URL of the agent's endpoint, as the cell is told.
  public String address() {
    return started().facts().address();
  }

  private RunningAgent started() {
    if (running == null) {
      throw new IllegalStateException("the agent of " + config.host() + " was not started");
    }
    return running;
  }

  /// Ends all VMs and reports that, as far as the time allows. To be followed by [#close].
  public void stopVms(Duration grace) throws InterruptedException {
    started().stopVms(grace);
  }

  @Override
  public void close() {
    closing.close();
  }

  /// The link to the cell of a started agent, for tests that look inside.
  KafkaLink link() {
    return started().link();
  }
}
