package dev.skiff.core.cell;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.CellEvent.JobCancelling;
import dev.skiff.contracts.log.CellEvent.JobRemoved;
import dev.skiff.contracts.log.CellEvent.Outcome;
import dev.skiff.contracts.log.CellEvent.VmEnded;
import dev.skiff.contracts.log.CellEvent.VmRemoved;
import dev.skiff.contracts.log.CellEvent.VmRequeued;
import dev.skiff.contracts.log.CellEvent.VmStopping;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmStatus;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Requests about jobs and VMs that exist, and the door for new ones ([Admission]). Each request
/// gets exactly one [Outcome]; asking for what is so already is done, not an error.
final class RequestHandler {
  private final Admission admission;

  RequestHandler(CellRules rules) {
    this.admission = new Admission(rules);
  }

  List<CellEvent> handle(CellState state, CellInput.Requested requested, long at) {
    long offset = requested.offset();
    Request request = requested.request();
    if (at > request.notAfter()) {
      return List.of(
          outcome(
              offset, OutcomeCode.EXPIRED, null, "the request came too late to be carried out"));
    }
    return switch (request) {
      case Request.SubmitJob submit -> admission.submit(state, offset, submit, at);
      case Request.CancelJob cancel -> cancel(state, offset, cancel.job());
      case Request.RemoveJob remove -> removeJob(state, offset, remove.job());
      case Request.StartVm start ->
          onVm(state, offset, start.vm(), (job, vm) -> start(offset, job, vm));
      case Request.StopVm stop ->
          onVm(state, offset, stop.vm(), (_, vm) -> stop(offset, vm, stop.graceMillis(), at));
      case Request.KillVm kill ->
          onVm(state, offset, kill.vm(), (_, vm) -> stop(offset, vm, 0, at));
      case Request.RemoveVm remove ->
          onVm(state, offset, remove.vm(), (_, vm) -> removeVm(offset, vm, remove.force(), at));
    };
  }

  private static List<CellEvent> cancel(CellState state, long offset, JobId id) {
    Job job = state.job(id);
    if (job == null) {
      return List.of(noJob(offset, id));
    }
    Outcome done = outcome(offset, OutcomeCode.DONE, id, "");
    // The sweeper tells the VMs, so many at a time: a job may have more than one Transition holds.
    return job.status().isFinal() || job.status().isCalledOff()
        ? List.of(done)
        : List.of(new JobCancelling(id), done);
  }

  private static List<CellEvent> removeJob(CellState state, long offset, JobId id) {
    Job job = state.job(id);
    if (job == null) {
      return List.of(noJob(offset, id));
    }
    if (!job.status().isFinal()) {
      return List.of(
          outcome(
              offset,
              OutcomeCode.WRONG_STATE,
              id,
              "job %s is not over: %d of its VMs are not; cancel it first"
                  .formatted(id, job.counts().unfinished())));
    }
    return List.of(new JobRemoved(id), outcome(offset, OutcomeCode.DONE, id, ""));
  }

  private static List<CellEvent> start(long offset, Job job, Vm vm) {
    return switch (vm.status()) {
      case CREATED, EXITED, FAILED, LOST, CANCELLED ->
          job.status().isCalledOff()
              ? List.of(wrongState(offset, vm, "its job was cancelled"))
              : List.of(new VmRequeued(vm.id(), 0, 0, null, null), done(offset, vm));
      case PENDING, ASSIGNED, STARTING, RUNNING -> List.of(done(offset, vm));
      case STOPPING -> List.of(wrongState(offset, vm, "it is stopping; wait until it has ended"));
    };
  }

  private static List<CellEvent> stop(long offset, Vm vm, long graceMillis, long at) {
    return switch (vm.status()) {
      case CREATED, PENDING -> List.of(calledOff(vm, at), done(offset, vm));
      case ASSIGNED, STARTING, RUNNING ->
          List.of(new VmStopping(vm.id(), graceMillis, false), done(offset, vm));
      case STOPPING ->
          graceMillis == 0
              ? List.of(new VmStopping(vm.id(), 0, false), done(offset, vm))
              : List.of(done(offset, vm));
      case EXITED, FAILED, LOST, CANCELLED -> List.of(done(offset, vm));
    };
  }

  private static List<CellEvent> removeVm(long offset, Vm vm, boolean force, long at) {
    return switch (vm.status()) {
      case EXITED, FAILED, LOST, CANCELLED, CREATED ->
          List.of(new VmRemoved(vm.id()), done(offset, vm));
      case PENDING ->
          force
              ? List.of(calledOff(vm, at), new VmRemoved(vm.id()), done(offset, vm))
              : List.of(wrongState(offset, vm, "it is pending; stop it first, or use force"));
      case ASSIGNED, STARTING, RUNNING, STOPPING ->
          force
              ? List.of(new VmStopping(vm.id(), 0, true), done(offset, vm))
              : List.of(
                  wrongState(
                      offset,
                      vm,
                      "it is %s; stop it first, or use force"
                          .formatted(vm.status().name().toLowerCase(Locale.ROOT))));
    };
  }

  static VmEnded calledOff(Vm vm, long at) {
    return new VmEnded(
        vm.id(),
        VmStatus.CANCELLED,
        ExitStatus.failed("cancelled", "it was called off before it had a host", at));
  }

  private interface VmAction {
    List<CellEvent> on(Job job, Vm vm);
  }

  private static List<CellEvent> onVm(CellState state, long offset, VmId id, VmAction action) {
    Vm vm = state.vm(id);
    if (vm == null) {
      return List.of(outcome(offset, OutcomeCode.NOT_FOUND, null, "there is no VM " + id));
    }
    return action.on(state.requireJob(id.job()).job, vm);
  }

  private static Outcome noJob(long offset, JobId id) {
    return outcome(offset, OutcomeCode.NOT_FOUND, null, "there is no job " + id);
  }

  private static Outcome done(long offset, Vm vm) {
    return outcome(offset, OutcomeCode.DONE, vm.id().job(), "");
  }

  private static Outcome wrongState(long offset, Vm vm, String why) {
    return outcome(offset, OutcomeCode.WRONG_STATE, vm.id().job(), vm.id() + ": " + why);
  }

  private static Outcome outcome(
      long offset, OutcomeCode code, @Nullable JobId job, String detail) {
    return new Outcome(offset, code, job, detail);
  }
}
