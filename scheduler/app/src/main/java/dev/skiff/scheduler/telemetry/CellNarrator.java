package dev.skiff.scheduler.telemetry;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.checkpoint.LogPosition;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.LogRecord.Transition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Says in the process's log what an operator wants to find there: one line for each claim, each
/// step-down and each host that comes or goes, never one for each VM.
final class CellNarrator {
  private static final Logger LOG = LoggerFactory.getLogger(CellNarrator.class);

  private final CellId cell;
  private final String schedulerId;

  CellNarrator(CellId cell, String schedulerId) {
    this.cell = cell;
    this.schedulerId = schedulerId;
  }

  void owning(LogPosition position) {
    LOG.info("cell {}: {} owns it; claim {}", cell, schedulerId, position.claim());
  }

  void steppedDown(String reason) {
    boolean usual = StepDownKind.of(reason) == StepDownKind.STOPPED;
    LOG.atLevel(usual ? Level.INFO : Level.WARN)
        .log("cell {}: {} does not own it any more: {}", cell, schedulerId, reason);
  }

  void committed(long offset, Transition transition) {
    for (CellEvent event : transition.events()) {
      if (event instanceof CellEvent.HostJoined joined) {
        LOG.info(
            "cell {}: host {} joined, session {}, driver {} (log@{})",
            cell,
            joined.host(),
            joined.session(),
            joined.facts().driver(),
            offset);
      } else if (event instanceof CellEvent.HostSuspected suspected) {
        LOG.warn("cell {}: host {} is silent (log@{})", cell, suspected.host(), offset);
      } else if (event instanceof CellEvent.HostRecovered recovered) {
        LOG.info("cell {}: host {} is heard of again (log@{})", cell, recovered.host(), offset);
      } else if (event instanceof CellEvent.HostLost lost) {
        LOG.warn("cell {}: host {} is lost (log@{})", cell, lost.host(), offset);
      } else if (event instanceof CellEvent.InputRejected rejected) {
        LOG.warn(
            "cell {}: {}@{} is passed over: {} (log@{})",
            cell,
            rejected.topic(),
            rejected.offset(),
            rejected.reason(),
            offset);
      }
    }
  }
}
