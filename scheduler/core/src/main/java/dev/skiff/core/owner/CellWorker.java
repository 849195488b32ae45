package dev.skiff.core.owner;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.checkpoint.LogPosition;
import dev.skiff.contracts.log.LogRecord;
import dev.skiff.contracts.log.LogRecord.Claim;
import dev.skiff.contracts.log.LogRecord.Transition;
import dev.skiff.core.cell.CellMachine;
import dev.skiff.core.cell.CellRules;
import dev.skiff.core.cell.CellState;
import dev.skiff.core.log.LogFold;
import dev.skiff.core.log.Verdict;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One scheduler's part in one cell: follows the log, claims it when there is need, works it while
/// its claim is in force, and lets go as soon as that is in doubt. All of its work is [#doWork], a
/// duty cycle that never blocks (but for loading a checkpoint) and that a test can step by hand.
/// Not safe for concurrent use: one thread owns it.
public final class CellWorker {
  private static final long LOAD_AGAIN_AFTER = 1_000_000;

  private final CellId cell;
  private final String schedulerId;
  private final CellMachine machine;
  private final OwnerTimings timings;
  private final CellLog log;
  private final CellInputs inputs;
  private final CheckpointStore checkpoints;
  private final CellOutputs outputs;
  private final Supplier<String> nonces;
  private final ClaimPolicy policy;
  private final Set<String> poisonous = new HashSet<>();

  private Role role = Role.LOADING;
  private String reason = "has just started";
  private long loadAt;
  private LogFold fold = new LogFold(LogPosition.START);
  private CellState state;
  private @Nullable String claimNonce;
  private long claimedAt;
  private long countedAt;
  private boolean appending;
  private long appendedAt;
  private @Nullable OwnedCell owned;
  private @Nullable Transition inFlight;
  private long checkpointAt;
  private long checkpointNext;
  private boolean eventful;
  private long lastNow;

  /// @param nonces unguessable, never the same twice
  public CellWorker(
      CellId cell,
      String schedulerId,
      CellRules rules,
      OwnerTimings timings,
      CellLog log,
      CellInputs inputs,
      CheckpointStore checkpoints,
      Members members,
      CellOutputs outputs,
      Supplier<String> nonces) {
    this.cell = cell;
    this.schedulerId = schedulerId;
    this.machine = new CellMachine(rules);
    this.timings = timings;
    this.log = log;
    this.inputs = inputs;
    this.checkpoints = checkpoints;
    this.outputs = outputs;
    this.nonces = nonces;
    this.policy = new ClaimPolicy(schedulerId, timings, members);
    this.state = new CellState(cell, rules.policy());
  }

  /// Does what can be done now.
  ///
  /// @param now microseconds since the epoch
  /// @return how much was done; 0 means that nothing will be until a port has news or some time has
  ///   passed
  public int doWork(long now) {
    if (now < lastNow) {
      clockSetBack(now);
    }
    lastNow = now;
    return switch (role) {
      case LOADING -> load(now);
      case FOLLOWING, CLAIMING, OWNING -> work(now);
      case TOO_OLD -> 0;
    };
  }

  public Role role() {
    return role;
  }

  /// Why the role is what it is, in a sentence.
  public String reason() {
    return reason;
  }

  public LogPosition position() {
    return fold.position();
  }

  /// The state as of [#position], and ahead of it by what is being appended while owning. For
  /// looking only.
  public CellState state() {
    return state;
  }

  /// What was to be waited for until a time that is far ahead now is waited for from now on.
  private void clockSetBack(long now) {
    loadAt = Math.min(loadAt, now);
    claimedAt = Math.min(claimedAt, now);
    countedAt = Math.min(countedAt, now);
    appendedAt = Math.min(appendedAt, now);
    checkpointAt = Math.min(checkpointAt, now);
    policy.clockSetBack(now);
    if (owned != null) {
      owned.clockSetBack(now);
    }
  }

  private int load(long now) {
    if (now < loadAt) {
      return 0;
    }
    CheckpointStore.Stored stored;
    try {
      stored = checkpoints.load();
    } catch (CheckpointUnavailableException e) {
      reason = "cannot load: " + e.getMessage();
      loadAt = now + LOAD_AGAIN_AFTER;
      return 0;
    }
    fold = new LogFold(stored.position());
    state = CellState.fromChunks(cell, machine.rules().policy(), stored.chunks());
    checkpointNext = stored.position().next();
    log.seek(stored.position().next());
    policy.loaded(now);
    countedAt = now;
    role = Role.FOLLOWING;
    return 1;
  }

  private int work(long now) {
    if (log.lostData()) {
      letGo("the log ends before what was read of it: it was truncated or replaced", now);
      return 1;
    }
    int done = takeAppended(now);
    if (role == Role.LOADING) {
      // What is read from here on belongs on a fresh state, not on the one that ran ahead.
      return done;
    }
    done += readLog(now);
    return switch (role) {
      case LOADING, TOO_OLD -> done;
      case FOLLOWING -> done + considerClaim(now);
      case CLAIMING -> done + waitForClaim(now);
      case OWNING -> done + own(now);
    };
  }

  private int takeAppended(long now) {
    CellLog.Appended appended = log.takeAppended();
    if (appended == null) {
      return 0;
    }
    appending = false;
    switch (appended) {
      case CellLog.Appended.Uncertain uncertain -> {
        if (role == Role.OWNING) {
          letGo("an append is uncertain: " + uncertain.reason(), now);
        } else if (role == Role.CLAIMING) {
          giveUpClaim("the claim's append is uncertain: " + uncertain.reason(), now);
        }
      }
      case CellLog.Appended.At at -> {
        // It counts as read back only if nothing can be between it and what was read: the next
        // offset.
        if (inFlight != null && at.offset() == fold.position().next()) {
          readOwn(at.offset(), inFlight, now);
        }
      }
    }
    return 1;
  }

  private int readLog(long now) {
    int done = 0;
    for (CellLog.Entry entry : log.poll()) {
      if (entry.offset() < fold.position().next()) {
        continue;
      }
      done++;
      policy.logMoved(now);
      if (entry.tooNew() != null) {
        tooOld("log@%d is a %s".formatted(entry.offset(), entry.tooNew()), now);
        return done;
      }
      if (entry.record() == null) {
        fold.skip(entry.offset());
        continue;
      }
      read(entry.offset(), fold.read(entry.offset(), entry.record()), entry, now);
      if (role == Role.LOADING) {
        return done;
      }
    }
    return done;
  }

  private void read(long offset, Verdict verdict, CellLog.Entry entry, long now) {
    switch (verdict) {
      case Verdict.Claimed claimed -> {
        if (claimed.claim().nonce().equals(claimNonce)) {
          takeOver(now);
        } else if (role == Role.OWNING) {
          letGo(
              "%s has claimed the cell at %d".formatted(claimed.claim().scheduler(), offset), now);
        } else if (role == Role.CLAIMING) {
          giveUpClaim("%s was first".formatted(claimed.claim().scheduler()), now);
        }
      }
      case Verdict.Counted counted -> {
        countedAt = now;
        if (role == Role.OWNING) {
          commit(offset, counted.transition(), now);
        } else {
          state.apply(counted.transition());
        }
      }
      case Verdict.Voided _ -> {
        if (role == Role.CLAIMING
            && entry.record() instanceof Claim claim
            && claim.nonce().equals(claimNonce)) {
          giveUpClaim("the claim came too late", now);
        }
      }
    }
  }

  private void readOwn(long offset, Transition transition, long now) {
    if (fold.read(offset, transition) instanceof Verdict.Counted) {
      log.known(offset + 1);
      policy.logMoved(now);
      commit(offset, transition, now);
    } else {
      letGo("its own Transition at %d does not count".formatted(offset), now);
    }
  }

  private void commit(long offset, Transition transition, long now) {
    if (owned == null || inFlight == null || inFlight.seq() != transition.seq()) {
      letGo("a Transition of its own claim at %d that it did not write".formatted(offset), now);
      return;
    }
    inFlight = null;
    eventful |= !transition.events().isEmpty();
    owned.committed(offset, transition, now);
  }

  private int considerClaim(long now) {
    if (appending || !policy.shouldClaim(fold.position(), log.readThrough(), now)) {
      return 0;
    }
    claimNonce = nonces.get();
    claimedAt = now;
    append(new Claim(schedulerId, claimNonce, fold.position().claim()), now);
    role = Role.CLAIMING;
    reason = "claims the cell";
    return 1;
  }

  private int waitForClaim(long now) {
    if (now - claimedAt > timings.claimPatience()) {
      giveUpClaim("the claim was not read back in time", now);
      return 1;
    }
    return 0;
  }

  private void giveUpClaim(String why, long now) {
    claimNonce = null;
    role = Role.FOLLOWING;
    reason = why;
    policy.lost(now);
  }

  private void takeOver(long now) {
    claimNonce = null;
    role = Role.OWNING;
    reason = "its claim at %d is in force".formatted(fold.position().claim());
    appendedAt = now;
    checkpointAt = now - timings.checkpointEvery() + timings.firstCheckpoint();
    eventful = true;
    owned =
        new OwnedCell(
            schedulerId,
            machine,
            state,
            inputs,
            outputs,
            timings,
            fold.position(),
            poisonous,
            now - countedAt,
            now);
  }

  private int own(long now) {
    if (owned == null || appending || inFlight != null) {
      return 0;
    }
    owned.tend(fold.position(), now);
    checkpoint(now);
    Transition next;
    try {
      next = owned.next(now, now - appendedAt >= timings.keepAlive());
    } catch (OwnedCell.TooOldException e) {
      tooOld(String.valueOf(e.getMessage()), now);
      return 1;
    } catch (OwnedCell.BrokenStateException e) {
      letGo(String.valueOf(e.getMessage()), now);
      return 1;
    }
    if (next == null) {
      return owned.isRestating() ? 1 : 0;
    }
    inFlight = next;
    append(next, now);
    return 1;
  }

  private void append(LogRecord record, long now) {
    appending = true;
    appendedAt = now;
    log.append(record);
  }

  private void checkpoint(long now) {
    long next = fold.position().next();
    boolean due =
        next - checkpointNext >= timings.checkpointRecords()
            || (eventful && now - checkpointAt >= timings.checkpointEvery());
    if (due) {
      checkpointAt = now;
      checkpointNext = next;
      eventful = false;
      checkpoints.save(fold.position(), state.snapshot()::toChunks);
    }
  }

  /// Whatever has not been read back is thrown away with the state.
  private void letGo(String why, long now) {
    boolean owning = role == Role.OWNING;
    owned = null;
    inFlight = null;
    claimNonce = null;
    role = Role.LOADING;
    reason = why;
    loadAt = now;
    policy.lost(now);
    inputs.pause();
    if (owning) {
      outputs.steppedDown(why);
    }
  }

  private void tooOld(String what, long now) {
    letGo("this scheduler is too old: " + what, now);
    role = Role.TOO_OLD;
  }
}
