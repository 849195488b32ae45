package dev.skiff.gateway.manifest;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The `metadata` of a manifest.
///
/// @param name null for none
record Metadata(@Nullable String name, String namespace, Map<String, String> labels) {
  private static final String NAME_FORM =
      "1 to 63 of a-z, 0-9 and '-', starting and ending with a letter or digit";
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9._/:-]*");

  static Metadata parse(Fields manifest) {
    Fields metadata = manifest.object("metadata", "name", "namespace", "labels");
    String name = metadata.parsed("name", "", Metadata::name);
    String namespace = metadata.parsed("namespace", Defaults.NAMESPACE, Metadata::name);
    return new Metadata(name.isEmpty() ? null : name, namespace, labels(metadata));
  }

  /// @throws IllegalArgumentException when the text is no name
  static String name(String text) {
    if (!JobManifest.NAME.matcher(text).matches()) {
      throw new IllegalArgumentException("\"" + text + "\" (expected: " + NAME_FORM + ")");
    }
    return text;
  }

  private static Map<String, String> labels(Fields metadata) {
    Map<String, String> labels = metadata.textMap("labels");
    if (labels.size() > ManifestLimits.MAX_LABELS) {
      metadata.error(
          "labels",
          "%d labels (expected: at most %d)".formatted(labels.size(), ManifestLimits.MAX_LABELS));
    }
    labels.forEach((key, value) -> {
      if (!isLabel(key) || !isValue(value)) {
        metadata.errorIn(
            "labels",
            key,
            "\"%s\" = \"%s\" (expected: letters, digits and -_./: only; a key of 1 to %d, a value of 0 to %d)"
                .formatted(
                    key, value, ManifestLimits.MAX_LABEL_KEY, ManifestLimits.MAX_LABEL_VALUE));
      }
    });
    return labels;
  }

  /// Whether a text can be a label's key.
  static boolean isLabel(String key) {
    return !key.isEmpty()
        && key.length() <= ManifestLimits.MAX_LABEL_KEY
        && LABEL.matcher(key).matches();
  }

  private static boolean isValue(String value) {
    return value.length() <= ManifestLimits.MAX_LABEL_VALUE && LABEL.matcher(value).matches();
  }
}
