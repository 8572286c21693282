package dev.tms;

import dev.tms.endpoint.Endpoint;
import dev.tms.endpoint.Route;
import dev.tms.endpoint.TracedEndpoint;
import dev.tms.outbound.Sender;
import dev.tms.trace.Trace;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts the trace around what is to be traced; around nothing where there is none. */
final class Tracing {
  private final @Nullable Trace trace;

  Tracing(@Nullable Consumer<String> sink, InstantSource clock, SecureRandom random) {
    trace = sink == null ? null : Trace.into(sink, clock, random);
  }

  Sender around(Sender sender) {
    return trace == null ? sender : trace.around(sender);
  }

  /** Routes where the provider's answers and questions come in, or a browser is sent to it. */
  Route around(Route route) {
    if (trace == null) {
      return route;
    }
    Map<String, Endpoint> traced = new LinkedHashMap<>();
    route
        .endpoints()
        .forEach((method, endpoint) -> traced.put(method, new TracedEndpoint(endpoint, trace)));
    return new Route(traced, route.trust());
  }
}
