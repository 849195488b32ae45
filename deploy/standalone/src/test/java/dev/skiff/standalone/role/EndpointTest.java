package dev.skiff.standalone.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class EndpointTest {
  private final Endpoint.Converter converter = new Endpoint.Converter();

  @Test
  void shouldReadNamesAndAddresses() {
    assertThat(converter.convert("0.0.0.0:7070")).isEqualTo(new Endpoint("0.0.0.0", 7070));
    assertThat(converter.convert("[::1]:0")).isEqualTo(new Endpoint("::1", 0));
    assertThat(converter.convert("gateway.example:80"))
        .isEqualTo(new Endpoint("gateway.example", 80));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7070", ":7070", "host:", "host:70000", "host:x", "::1:7070"})
  void shouldRefuseAnythingElse(String text) {
    assertThatThrownBy(() -> converter.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("expected");
  }
}
