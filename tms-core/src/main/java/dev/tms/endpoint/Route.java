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
 * What answers under one path. Immutable.
 *
 * @param endpoints by method
 * @param trust how a request has to prove where it comes from
 */
record Route(Map<String, Endpoint> endpoints, Trust trust) {
  /** A function from request to response. Thread-safe. */
  @FunctionalInterface
  interface Endpoint {
    /**
     * Answers the request.
     *
     * @throws TmsException if it cannot; the router makes the answer of it
     */
    Response handle(Request request);
  }

  /** How a request has to prove where it comes from. */
  enum Trust {
    /** Unsafe methods only from our own front ends. */
    UNSAFE_METHODS_FROM_FRONT_END,
    /** Every method only from our own front ends: calls guarded by an antiforgery token. */
    ALWAYS_FROM_FRONT_END,
    /** The request carries a proof of its own. */
    CARRIES_PROOF
  }

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  /** Copies the map, keeping its order. */
  Route {
    endpoints = Collections.unmodifiableMap(new LinkedHashMap<>(endpoints));
  }

  /** A route for one method. */
  static Route of(String method, Endpoint endpoint) {
    return new Route(Map.of(method, endpoint), Trust.UNSAFE_METHODS_FROM_FRONT_END);
  }

  /** The same route with one method more. */
  Route and(String method, Endpoint endpoint) {
    Map<String, Endpoint> more = new LinkedHashMap<>(endpoints);
    more.put(method, endpoint);
    return new Route(more, trust);
  }

  /** The same route with another kind of trust. */
  Route trusting(Trust other) {
    return new Route(endpoints, other);
  }

  /** The same route, whose exchanges are noted; this one where there is no trace. */
  Route traced(@Nullable Trace trace) {
    if (trace == null) {
      return this;
    }
    Map<String, Endpoint> traced = new LinkedHashMap<>();
    endpoints.forEach((method, to) -> traced.put(method, request -> noted(trace, to, request)));
    return new Route(traced, trust);
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

  /** The value of an {@code Allow} field. */
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

  /** Whether a request with this method changes nothing (RFC 9110 section 9.2.1). */
  static boolean isSafe(String method) {
    return SAFE.contains(method);
  }
}
