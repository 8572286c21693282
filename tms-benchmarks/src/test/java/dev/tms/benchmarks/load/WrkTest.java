package dev.tms.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class WrkTest {
  private static final URI ADDRESS = URI.create("http://localhost/a");

  @Test
  void script_isTheRequestInLua() {
    Map<String, String> fields = Map.of("Cookie", "a=\"b\\\"", "Accept", "*/*");

    assertThat(Wrk.script(new Request("GET", ADDRESS, fields, 1)))
        .isEqualTo(
            """
            wrk.method = "GET"
            wrk.headers["Accept"] = "*/*"
            wrk.headers["Cookie"] = "a=\\"b\\\\\\""
            """);
  }

  @Test
  void script_post_saysThatItHasNoBody() {
    assertThat(Wrk.script(new Request("POST", ADDRESS, Map.of(), 1)))
        .contains("wrk.headers[\"Content-Length\"] = \"0\"");
  }

  @Test
  void round_countsForEachRequest() {
    Round round = Wrk.round("Running 2s test\nload 40000 2000000 0 3500\n", 1_600_000);

    assertThat(round).isEqualTo(new Round(40, 20_000, 3.5));
  }

  @Test
  void round_errorsOrNoAnswer_isRefused() {
    assertThatThrownBy(() -> Wrk.round("load 40000 2000000 7 3500\n", 1))
        .hasMessageContaining("7 errors");
    assertThatThrownBy(() -> Wrk.round("load 0 2000000 0 0\n", 1))
        .hasMessageContaining("no answer");
    assertThatThrownBy(() -> Wrk.round("unable to connect\n", 1))
        .hasMessageContaining("unable to connect");
  }

  @Test
  void ticks_areThoseOfTheProcessAndItsEndedChildren() {
    String stat = "42 (a) b (c) S 1 42 42 0 -1 4194304 500 0 0 0 1000 200 30 4 20 0 33 0";

    assertThat(ProcessFigures.ticks(stat)).isEqualTo(1234);
  }
}
