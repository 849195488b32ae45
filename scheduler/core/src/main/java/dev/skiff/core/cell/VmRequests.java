package dev.skiff.core.cell;

import dev.skiff.contracts.Resources;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.CellEvent.VmEnded;
import dev.skiff.contracts.log.CellEvent.VmRemoved;
import dev.skiff.contracts.log.CellEvent.VmRequeued;
import dev.skiff.contracts.log.CellEvent.VmStopping;
import dev.skiff.contracts.log.CellEvent.VmWanted;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.VmHold;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.state.AfterEnd;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmStatus;
import java.util.List;
import java.util.Locale;

/// Requests about one VM.
final class VmRequests {
  private final CellRules rules;

  VmRequests(CellRules rules) {
    this.rules = rules;
  }

  List<CellEvent> handle(CellState state, Answer answer, Request.OfVm request, long at) {
    Vm vm = state.vm(request.vm());
    if (vm == null) {
      return answer.refuse(OutcomeCode.NOT_FOUND, null, "there is no VM " + request.vm());
    }
    return switch (request) {
      case Request.StartVm _ -> start(state, answer, vm, at);
      case Request.StopVm r -> stop(answer, vm, r.graceMillis(), at);
      case Request.KillVm _ -> stop(answer, vm, 0, at);
      case Request.PauseVm _ -> hold(answer, vm, VmHold.PAUSED);
      case Request.SuspendVm _ -> hold(answer, vm, VmHold.SUSPENDED);
      case Request.ResumeVm _ -> hold(answer, vm, VmHold.NONE);
      case Request.RemoveVm r -> remove(state, answer, vm, r.force(), at);
    };
  }

  private List<CellEvent> start(CellState state, Answer answer, Vm vm, long at) {
    JobEntry job = state.requireJob(vm.id().job());
    return switch (vm.status()) {
      case CREATED, EXITED, FAILED, LOST, CANCELLED -> {
        if (job.job.isCalledOff()) {
          yield wrongState(answer, vm, "its job was cancelled");
        }
        Resources need = job.spec().vm().resources();
        NamespaceEntry namespace = state.namespaces.get(job.spec().namespace());
        if (vm.status().isFinal() && namespace != null && !namespace.allows(need)) {
          yield answer.refuse(
              OutcomeCode.QUOTA_EXCEEDED, vm.id().job(), Admission.overQuota(namespace, need));
        }
        long until = Leases.mayRunUntil(rules, job.job, vm);
        long notBefore = until > at ? until : 0;
        yield answer.done(vm.id().job(), new VmRequeued(vm.id(), 0, notBefore, null, null));
      }
      case PENDING, ASSIGNED, STARTING, RUNNING -> answer.done(vm.id().job());
      case PAUSED, SUSPENDED -> hold(answer, vm, VmHold.NONE);
      case STOPPING -> wrongState(answer, vm, "it is stopping; wait until it has ended");
    };
  }

  private static List<CellEvent> stop(Answer answer, Vm vm, long graceMillis, long at) {
    return switch (vm.status()) {
      case CREATED, PENDING -> answer.done(vm.id().job(), calledOff(vm, at));
      case ASSIGNED, STARTING, RUNNING, PAUSED, SUSPENDED ->
          answer.done(vm.id().job(), new VmStopping(vm.id(), graceMillis, AfterEnd.STAY, null));
      // Told to end for another reason, it would be started again.
      case STOPPING ->
          graceMillis == 0 || vm.then() == AfterEnd.REPLACE
              ? answer.done(
                  vm.id().job(), new VmStopping(vm.id(), graceMillis, AfterEnd.STAY, null))
              : answer.done(vm.id().job());
      case EXITED, FAILED, LOST, CANCELLED -> answer.done(vm.id().job());
    };
  }

  private static List<CellEvent> hold(Answer answer, Vm vm, VmHold hold) {
    return switch (vm.status()) {
      case RUNNING, PAUSED, SUSPENDED -> {
        if (vm.status() == VmStatus.SUSPENDED && hold == VmHold.PAUSED) {
          yield wrongState(answer, vm, "it is suspended; resume it first");
        }
        yield vm.wanted() == hold
            ? answer.done(vm.id().job())
            : answer.done(vm.id().job(), new VmWanted(vm.id(), hold));
      }
      case ASSIGNED, STARTING ->
          hold == VmHold.NONE
              ? answer.done(vm.id().job())
              : wrongState(answer, vm, "it does not run yet; wait until it does");
      case CREATED, PENDING, STOPPING, EXITED, FAILED, LOST, CANCELLED ->
          wrongState(answer, vm, "it does not run: it is " + word(vm));
    };
  }

  private List<CellEvent> remove(CellState state, Answer answer, Vm vm, boolean force, long at) {
    long until = Leases.mayRunUntil(rules, state.requireJob(vm.id().job()).job, vm);
    if (!vm.status().isOnHost() && until > at) {
      return wrongState(
          answer,
          vm,
          "it may still run on host %s, which is out of reach, and must not run twice; try again in %d s"
              .formatted(vm.host(), (until - at) / 1_000_000 + 1));
    }
    return switch (vm.status()) {
      case EXITED, FAILED, LOST, CANCELLED, CREATED ->
          answer.done(vm.id().job(), new VmRemoved(vm.id()));
      case PENDING ->
          force
              ? answer.done(vm.id().job(), calledOff(vm, at), new VmRemoved(vm.id()))
              : wrongState(answer, vm, "it is pending; stop it first, or use force");
      case ASSIGNED, STARTING, RUNNING, PAUSED, SUSPENDED, STOPPING ->
          force
              ? answer.done(vm.id().job(), new VmStopping(vm.id(), 0, AfterEnd.REMOVE, null))
              : wrongState(answer, vm, "it is %s; stop it first, or use force".formatted(word(vm)));
    };
  }

  static VmEnded calledOff(Vm vm, long at) {
    return new VmEnded(
        vm.id(),
        VmStatus.CANCELLED,
        ExitStatus.failed("cancelled", "it was called off before it had a host", at));
  }

  private static String word(Vm vm) {
    return vm.status().name().toLowerCase(Locale.ROOT);
  }

  private static List<CellEvent> wrongState(Answer answer, Vm vm, String why) {
    return answer.refuse(OutcomeCode.WRONG_STATE, vm.id().job(), vm.id() + ": " + why);
  }
}
