package dev.tms.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An answer: status, header fields in order, and a body. Immutable. */
public final class Response {
  private static final byte[] EMPTY = {};

  private final int status;
  private final List<Header> headers;
  private final byte[] body;

  private Response(int status, List<Header> headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /** Starts an answer with this status. */
  public static Builder status(int status) {
    return new Builder(status);
  }

  /** The status code. */
  public int status() {
    return status;
  }

  /** The header fields in order; {@code Set-Cookie} may occur many times. */
  public List<Header> headers() {
    return headers;
  }

  /** The first value of a header, without regard to case, or null. */
  public @Nullable String header(String name) {
    for (Header header : headers) {
      if (header.name().equalsIgnoreCase(name)) {
        return header.value();
      }
    }
    return null;
  }

  /** The body; empty where there is none. The array is the answer's own: do not change it. */
  public byte[] body() {
    return body;
  }

  /** The same answer with more header fields. */
  public Response with(List<Header> more) {
    if (more.isEmpty()) {
      return this;
    }
    List<Header> all = new ArrayList<>(headers);
    all.addAll(more);
    return new Response(status, List.copyOf(all), body);
  }

  /** Collects an answer. Not thread-safe. */
  public static final class Builder {
    private final int status;
    private final List<Header> headers = new ArrayList<>(6);
    private byte[] body = EMPTY;

    private Builder(int status) {
      if (status < 200 || status > 599) {
        throw new IllegalArgumentException("a final status is 200 to 599, not " + status);
      }
      this.status = status;
    }

    /** Adds a header field. */
    public Builder header(String name, String value) {
      headers.add(new Header(name, value));
      return this;
    }

    /** Adds cookies to set. */
    public Builder cookies(Iterable<SetCookie> cookies) {
      for (SetCookie cookie : cookies) {
        headers.add(cookie.header());
      }
      return this;
    }

    /** Sets the body and its content type. The array is not copied. */
    public Builder body(String contentType, byte[] bytes) {
      header("Content-Type", contentType);
      this.body = bytes;
      return this;
    }

    /** Sets a text body in UTF-8. */
    public Builder body(String contentType, String text) {
      return body(contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The answer. */
    public Response build() {
      return new Response(status, List.copyOf(headers), body);
    }
  }
}
