package dev.skiff.gateway;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.state.Explanation;
import dev.skiff.contracts.state.Plan;
import dev.skiff.gateway.fixture.TestOwner;
import java.util.List;
import java.util.stream.Stream;

/// Answers to what asks for a plan.
final class Plans {
  private Plans() {}

  static List<CellEvent> planned(long offset, Request request, int vms, int placed) {
    List<Plan.Group> groups =
        placed == 0 ? List.of() : List.of(new Plan.Group(new HostId("h1"), placed, List.of()));
    Explanation waiting =
        placed == vms
            ? null
            : new Explanation(
                3,
                List.of(new Explanation.Blocker("lack memory", 3, 3)),
                false,
                "end j0-aaaaaaaa on h2",
                1);
    return Stream.concat(
            Stream.of(
                new CellEvent.Planned(offset, new Plan(vms, placed, groups, List.of(), waiting))),
            TestOwner.outcome(offset, request, OutcomeCode.DONE, "").stream())
        .toList();
  }
}
