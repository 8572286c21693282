package dev.tms.http;

import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;
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

  /** The body of a message: none, bytes, or a stream that can be read once. */
  final class Body {
    /** No body. */
    public static final Body NONE = new Body(InputStream::nullInputStream);

    private final Supplier<InputStream> stream;

    private Body(Supplier<InputStream> stream) {
      this.stream = stream;
    }

    /** These bytes; can be read many times. The array is not copied. */
    public static Body of(byte[] bytes) {
      return new Body(() -> new ByteArrayInputStream(bytes));
    }

    /** This stream, which is opened when the body is read and can be read once. */
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
     * @throws TmsException {@code REQUEST_TOO_LARGE} if there are more bytes than {@code maxBytes},
     *     {@code REQUEST_INVALID} if it breaks off
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
