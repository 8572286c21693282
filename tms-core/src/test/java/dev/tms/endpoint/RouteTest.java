package dev.tms.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.http.Response;
import dev.tms.trace.Trace;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

final class RouteTest {
  @Test
  void traced_noTrace_isTheSameRoute() {
    Route route = Route.of("GET", request -> Response.status(200).build());

    assertThat(route.traced(null)).isSameAs(route);
  }

  @Test
  void traced_trace_keepsHowARouteIsTrusted() {
    Trace trace = Trace.into(block -> {}, InstantSource.system(), new SecureRandom());
    Route route =
        Route.of("GET", request -> Response.status(200).build())
            .and("POST", request -> Response.status(200).build())
            .trusting(Route.Trust.CARRIES_PROOF);

    Route traced = route.traced(trace);

    assertThat(traced.trust()).isEqualTo(Route.Trust.CARRIES_PROOF);
    assertThat(traced.endpoints().keySet()).containsExactlyElementsOf(route.endpoints().keySet());
  }
}
