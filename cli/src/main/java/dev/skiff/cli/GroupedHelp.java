package dev.skiff.cli;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.OptionSpec;

/// The list of commands in the root's help, by group.
final class GroupedHelp implements IHelpSectionRenderer {
  private static final int NAME_WIDTH = 12;

  private final Map<HelpGroup, Map<String, String>> groups = new EnumMap<>(HelpGroup.class);

  void add(HelpGroup group, String name, String header) {
    groups.computeIfAbsent(group, key -> new LinkedHashMap<>()).put(name, header);
  }

  @Override
  public String render(Help help) {
    StringBuilder text = new StringBuilder();
    groups.forEach((group, commands) -> {
      text.append(System.lineSeparator())
          .append(help.colorScheme().text("@|bold " + group.heading() + "|@"))
          .append(System.lineSeparator());
      commands.forEach((name, header) ->
          text.append("  ")
              .append(help.colorScheme().commandText(name))
              .append(" ".repeat(Math.max(1, NAME_WIDTH - name.length())))
              .append(header)
              .append(System.lineSeparator()));
    });
    return text.toString();
  }

  /// The options of a command without those that every command inherits.
  static String ownOptions(Help help) {
    List<OptionSpec> own =
        help.commandSpec().options().stream()
            .filter(option -> !option.inherited() && !option.hidden())
            .collect(Collectors.toList());
    return help.optionListExcludingGroups(own);
  }
}
