package dev.tms.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Opens what earlier builds have written. It never compares what is written today: deflate output
 * differs between builds of zlib.
 */
class SessionCodecGoldenTest {
  private static final Map<String, Supplier<Session>> SESSIONS =
      Map.of(
          "keycloak", () -> SessionSamples.keycloak("conf_code_flow"),
          "opaque", SessionSamples::opaque,
          "full", SessionSamples::full,
          "least", SessionSamples::least);

  static Stream<String> lines() throws IOException {
    try (InputStream in = SessionCodecGoldenTest.class.getResourceAsStream("golden-v1.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("lines")
  @DisplayName("Section 2 lesson 13: sessions of every released format open")
  void decode_golden_isTheSession(String line) {
    String name = line.substring(0, line.indexOf(' '));
    byte[] bytes = Base64.getDecoder().decode(line.substring(line.indexOf(' ') + 1));

    assertThat(SessionReader.decode(bytes)).contains(SESSIONS.get(name).get());
  }
}
