package dev.skiff.cli.lookup;

import dev.skiff.cli.api.ApiClient;
import dev.skiff.cli.api.Vms;
import dev.skiff.cli.command.Failure;
import dev.skiff.cli.view.Vm;
import java.util.List;
import java.util.regex.Pattern;

/// Finds VMs by id, by name, or by a beginning of either that only one has. A job's whole name
/// means its VM when it has just one.
public final class VmLookup {
  private static final Pattern WHOLE_ID = Pattern.compile("j[0-9]+-[a-z0-9]{4,20}\\.[0-9]+");

  private final Vms vms;

  public VmLookup(ApiClient api) {
    this.vms = new Vms(api);
  }

  /// The id of the VM that is meant. A whole id is taken as it is; whoever uses it learns whether
  /// it exists.
  ///
  /// @throws Failure when it means none or several
  public String id(String text) throws InterruptedException {
    return WHOLE_ID.matcher(text).matches() ? text : vm(text).id();
  }

  /// The VM that is meant.
  ///
  /// @throws Failure when it means none or several
  public Vm vm(String text) throws InterruptedException {
    List<Vm> found = beginningWith(text);
    if (found.isEmpty()) {
      throw new Failure("no VM \"" + text + "\"", "see what there is: skiff ps -a");
    }
    return choose(text, found);
  }

  List<Vm> beginningWith(String text) throws InterruptedException {
    return vms.list(Vms.list().with("prefix", text), Candidates.LIMIT).items();
  }

  static Vm choose(String text, List<Vm> found) {
    List<Vm> exact =
        found.stream().filter(vm -> vm.id().equals(text) || vm.name().equals(text)).toList();
    List<Vm> ofJob =
        found.stream().filter(vm -> vm.job().equals(text) || jobName(vm).equals(text)).toList();
    for (List<Vm> choice : List.of(exact, ofJob, found)) {
      if (choice.size() == 1) {
        return choice.getFirst();
      }
    }
    throw Candidates.ambiguous("VM", text, found, VmLookup::label);
  }

  private static String jobName(Vm vm) {
    String name = vm.name();
    return name.substring(0, Math.max(0, name.lastIndexOf('.')));
  }

  private static String label(Vm vm) {
    return vm.name().isEmpty() ? vm.id() : vm.id() + " (" + vm.name() + ")";
  }
}
