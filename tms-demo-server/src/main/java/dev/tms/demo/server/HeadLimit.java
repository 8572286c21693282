package dev.tms.demo.server;

import io.undertow.protocols.http2.Http2Channel;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * How large the head of a request may be. Over HTTP/2 a property of the JVM bounds it besides the
 * server's own option, at 20,000 bytes unless it is set before Undertow's classes are loaded.
 */
final class HeadLimit {
  /** What is promised, counted as HTTP/1.1 writes it. */
  static final int PROMISED = 64 * 1024;

  // over HTTP/2 browsers send each cookie as a field of its own; Undertow takes 127 of one name
  static final int MAX_HEADERS = 200;

  // RFC 9113 6.5.2: HTTP/2 counts "an overhead of 32 octets for each field"
  static final int BYTES = PROMISED + 32 * MAX_HEADERS;

  private static final Logger log = System.getLogger(HeadLimit.class.getName());

  static {
    if (System.getProperty(Http2Channel.HTTP2_MAX_HEADER_SIZE_PROPERTY) == null) {
      System.setProperty(
          Http2Channel.HTTP2_MAX_HEADER_SIZE_PROPERTY, Integer.toString(HeadLimit.BYTES));
    }
  }

  private HeadLimit() {}

  /** Sets the limit; warns where another one is in force already. */
  static void establish() {
    int inForce = overHttp2();
    if (inForce < BYTES) {
      log.log(
          Level.WARNING,
          "Over HTTP/2 heads of requests are limited to {0} bytes, not to {1}: {2} was set or"
              + " read before this server started. Browsers with many cookies get no answer. Start"
              + " the JVM with -D{2}={3}",
          Integer.toString(inForce),
          Integer.toString(PROMISED),
          Http2Channel.HTTP2_MAX_HEADER_SIZE_PROPERTY,
          Integer.toString(BYTES));
    }
  }

  /** What Undertow took when its class was loaded; it says so nowhere but to clients. */
  private static int overHttp2() {
    try {
      var field = Http2Channel.class.getDeclaredField("HTTP2_MAX_HEADER_SIZE");
      field.setAccessible(true);
      return field.getInt(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Undertow limits heads in another way", e);
    }
  }
}
