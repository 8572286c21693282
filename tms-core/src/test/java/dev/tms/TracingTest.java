package dev.tms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.endpoint.Route;
import dev.tms.http.Response;
import dev.tms.oauth.FakeSender;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

final class TracingTest {
  @Test
  void around_noTrace_isNothing() {
    Tracing none = new Tracing(null, InstantSource.system(), new SecureRandom());
    FakeSender sender = new FakeSender();
    Route route = Route.of("GET", request -> Response.status(200).build());

    assertThat(none.around(sender)).isSameAs(sender);
    assertThat(none.around(route)).isSameAs(route);
  }

  @Test
  void around_trace_keepsHowARouteIsTrusted() {
    Tracing traced = new Tracing(block -> {}, InstantSource.system(), new SecureRandom());
    Route route =
        Route.of("GET", request -> Response.status(200).build())
            .and("POST", request -> Response.status(200).build())
            .trusting(Route.Trust.CARRIES_PROOF);

    assertThat(traced.around(route).trust()).isEqualTo(Route.Trust.CARRIES_PROOF);
    assertThat(traced.around(route).endpoints().keySet())
        .containsExactlyElementsOf(route.endpoints().keySet());
  }
}
