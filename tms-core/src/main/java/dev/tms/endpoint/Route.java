package dev.tms.endpoint;

import dev.tms.http.Request;
import dev.tms.http.Response;
import dev.tms.problem.TmsException;
import dev.tms.trace.Trace;
import dev.tms.trace.Trace.Visit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint.
 *
 * @param isQuick whether it is usually answered from memory, and changes nothing before it blocks
 */
record Route(Map<String, Endpoint> endpoints, Trust trust, boolean isQuick) {
  /** Implementations are thread-safe. */
  @FunctionalInterface
  interface Endpoint {
    /** May throw a {@link TmsException}, which the router turns into a response. */
    Response handle(Request request);
  }

  /** Which requests a route accepts. */
  enum Trust {
    /** Unsafe methods only from our own front ends. */
    UNSAFE_METHODS_FROM_FRONT_END,
    /** Any method only from our own front ends: calls protected by an antiforgery token. */
    ALWAYS_FROM_FRONT_END,
    /** From anywhere: the request authenticates itself. */
    CARRIES_PROOF
  }

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  Route {
    endpoints = Collections.unmodifiableMap(new LinkedHashMap<>(endpoints));
  }

  static Route of(String method, Endpoint endpoint) {
    return new Route(Map.of(method, endpoint), Trust.UNSAFE_METHODS_FROM_FRONT_END, false);
  }

  Route and(String method, Endpoint endpoint) {
    Map<String, Endpoint> more = new LinkedHashMap<>(endpoints);
    more.put(method, endpoint);
    return new Route(more, trust, isQuick);
  }

  Route trusting(Trust other) {
    return new Route(endpoints, other, isQuick);
  }

  Route quick() {
    return new Route(endpoints, trust, true);
  }

  /** Returns a traced copy; this route if {@code trace} is null. */
  Route traced(@Nullable Trace trace) {
    if (trace == null) {
      return this;
    }
    Map<String, Endpoint> traced = new LinkedHashMap<>();
    endpoints.forEach((method, to) -> traced.put(method, request -> noted(trace, to, request)));
    return new Route(traced, trust, isQuick);
  }

  private static Response noted(Trace trace, Endpoint endpoint, Request request) {
    Visit visit = trace.visit(request);
    Response response;
    try {
      response = endpoint.handle(visit.request());
    } catch (RuntimeException e) {
      visit.failed(e);
      throw e;
    }
    visit.answered(response);
    return response;
  }

  @Nullable Endpoint endpoint(String method) {
    return endpoints.get(method);
  }

  String allow() {
    return String.join(", ", endpoints.keySet());
  }

  boolean needsFrontEnd(String method) {
    return switch (trust) {
      case CARRIES_PROOF -> false;
      case ALWAYS_FROM_FRONT_END -> true;
      case UNSAFE_METHODS_FROM_FRONT_END -> !isSafe(method);
    };
  }

  /** RFC 9110 section 9.2.1. */
  static boolean isSafe(String method) {
    return SAFE.contains(method);
  }
}
