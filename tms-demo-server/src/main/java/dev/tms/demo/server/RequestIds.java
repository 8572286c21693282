package dev.tms.demo.server;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.HeaderValues;
import io.undertow.util.HttpString;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Assigns request IDs, so that the log lines of a request can be found: the client's {@code
 * X-Request-Id} if well-formed, or else a generated one. They are not secret and prove nothing.
 */
public final class RequestIds {
  public static final String HEADER = "X-Request-Id";

  private static final HttpString NAME = new HttpString(HEADER);
  // safe in a log line
  private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:+=/-]{0,63}");
  private static final AttachmentKey<String> KEY = AttachmentKey.create(String.class);
  private static final ThreadLocal<@Nullable String> current = new ThreadLocal<>();

  private RequestIds() {}

  /** Returns the ID of the request that this thread works for, or empty. */
  public static Optional<String> current() {
    return Optional.ofNullable(current.get());
  }

  /** Binds the work to the current request, for any thread. */
  public static Runnable carried(Runnable work) {
    String id = current.get();
    return id == null
        ? work
        : () -> {
          String before = current.get();
          current.set(id);
          try {
            work.run();
          } finally {
            restore(before);
          }
        };
  }

  static HttpHandler named(HttpHandler next) {
    return exchange -> {
      String id = idOf(exchange);
      exchange.putAttachment(KEY, id);
      exchange.getResponseHeaders().put(NAME, id);
      current.set(id);
      try {
        next.handleRequest(exchange);
      } finally {
        current.remove();
      }
    };
  }

  /** As {@link #carried(Runnable)}. */
  static HttpHandler carried(HttpHandler handler) {
    return exchange -> {
      String before = current.get();
      restore(exchange.getAttachment(KEY));
      try {
        handler.handleRequest(exchange);
      } finally {
        restore(before);
      }
    };
  }

  private static void restore(@Nullable String id) {
    if (id == null) {
      current.remove();
    } else {
      current.set(id);
    }
  }

  private static String idOf(HttpServerExchange exchange) {
    HeaderValues given = exchange.getRequestHeaders().get(NAME);
    return given != null && given.size() == 1 && WELL_FORMED.matcher(given.getFirst()).matches()
        ? given.getFirst()
        : own();
  }

  private static String own() {
    // IDs must be unique in a log, but not unguessable
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }
}
