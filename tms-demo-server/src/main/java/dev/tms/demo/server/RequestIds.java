package dev.tms.demo.server;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.HeaderValues;
import io.undertow.util.HttpString;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A name for each request, so that its lines in the log can be found: the caller's {@code
 * X-Request-Id} where that is well-formed, else one of our own. It is no secret and proves nothing.
 */
public final class RequestIds {
  /** The header, of requests and answers. */
  public static final String HEADER = "X-Request-Id";

  private static final HttpString NAME = new HttpString(HEADER);
  // what a log line can take as it is
  private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:+=/-]{0,63}");
  private static final AttachmentKey<String> KEY = AttachmentKey.create(String.class);
  private static final ThreadLocal<@Nullable String> current = new ThreadLocal<>();

  private RequestIds() {}

  /** The id of the request that this thread works for; empty where it works for none. */
  public static Optional<String> current() {
    return Optional.ofNullable(current.get());
  }

  /** The same work, for the request that the present thread works for, on whatever thread. */
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

  /** Names each request before it is handled, and its answer. */
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

  /** The same handler, on whatever thread, for the request that is being handled. */
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
    // it has to differ from the others in a log, and to be guessed by no one is not asked of it
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return "%08x%08x".formatted(random.nextInt(), random.nextInt());
  }
}
