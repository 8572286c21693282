package dev.tms.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request as a server received it. An adapter implements this over its own request, without
 * copying headers.
 */
public interface Request {
  /** The method in upper case, for example {@code GET}. */
  String method();

  /**
   * The whole path, percent-decoded once, with the context path and without path parameters and
   * query: for example {@code /Session/CheckSession}.
   */
  String path();

  /** The query as it stood in the request, without the question mark; null where there was none. */
  @Nullable String query();

  /**
   * Every value of a header, in order; the name matches without regard to case; empty where there
   * is none.
   */
  List<String> headers(String name);

  /** The body; {@link Body#NONE} where there is none. */
  Body body();

  /** The first value of a header, or null. */
  default @Nullable String header(String name) {
    List<String> values = headers(name);
    return values.isEmpty() ? null : values.get(0);
  }
}
