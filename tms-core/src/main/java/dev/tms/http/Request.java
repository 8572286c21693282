package dev.tms.http;

import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;
import dev.tms.text.Percent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A request as received by a server. Adapters need not copy headers. */
public interface Request {
  /** The method in upper case, for example {@code GET}. */
  String method();

  /**
   * The path, percent-decoded once, including the context path, without path parameters and query,
   * for example {@code /Session/CheckSession}.
   */
  String path();

  /**
   * Decodes each percent escape of a path once (RFC 3986 section 2.1); null if an escape or the
   * resulting UTF-8 is malformed.
   */
  static @Nullable String decodePath(String raw) {
    return Percent.decode(raw);
  }

  /** The raw query without the question mark; null if absent. */
  @Nullable String query();

  /** All values of a header, in order; empty if absent. Names are case-insensitive. */
  List<String> headers(String name);

  /** The body; {@link Body#NONE} if there is none. */
  Body body();

  /** The first value of a header; null if absent. */
  default @Nullable String header(String name) {
    List<String> values = headers(name);
    return values.isEmpty() ? null : values.get(0);
  }

  /** A message body: none, bytes, or a stream that can be read once. */
  final class Body {
    /** No body. */
    public static final Body NONE = new Body(InputStream::nullInputStream);

    private final Supplier<InputStream> stream;

    private Body(Supplier<InputStream> stream) {
      this.stream = stream;
    }

    /** Returns a body of these bytes, which can be read repeatedly. Does not copy the array. */
    public static Body of(byte[] bytes) {
      return new Body(() -> new ByteArrayInputStream(bytes));
    }

    /** Returns a body that can be read once; the stream is opened when the body is read. */
    public static Body of(Supplier<InputStream> stream) {
      return new Body(stream);
    }

    /** The body as a stream. */
    public InputStream stream() {
      return stream.get();
    }

    /**
     * Reads the whole body.
     *
     * @throws TmsException {@code REQUEST_TOO_LARGE} if it has more than {@code maxBytes} bytes,
     *     {@code REQUEST_INVALID} if the stream fails
     */
    public byte[] readAll(int maxBytes) {
      try (InputStream in = stream.get()) {
        byte[] bytes = in.readNBytes((int) Math.min(maxBytes + 1L, Integer.MAX_VALUE));
        if (bytes.length > maxBytes) {
          throw new TmsException(
              ErrorCode.REQUEST_TOO_LARGE, "the body is larger than " + maxBytes + " bytes");
        }
        return bytes;
      } catch (IOException | UncheckedIOException e) {
        throw new TmsException(ErrorCode.REQUEST_INVALID, "the body broke off");
      }
    }
  }
}
