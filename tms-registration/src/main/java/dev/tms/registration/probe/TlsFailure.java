package dev.tms.registration.probe;

import dev.tms.registration.probe.NotSeen.Kind;
import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a handshake that ended before any certificate means. */
final class TlsFailure {
  private static final Pattern ALERT = Pattern.compile("(?:fatal alert|alert): ([a-z_]{1,40})");

  private final String place;

  TlsFailure(URI uri) {
    this.place = Locations.hostAndPort(uri);
  }

  NotSeen of(Throwable problem) {
    for (Throwable at = problem; at != null; at = at.getCause()) {
      String message = String.valueOf(at.getMessage()).toLowerCase(Locale.ROOT);
      Matcher alert = ALERT.matcher(message);
      if (alert.find()) {
        return new NotSeen(
            Kind.TLS_FAILED, place + " refused the TLS handshake: " + meaning(alert.group(1)));
      }
      // that a record does not begin as one of TLS must has no exception of its own
      if (message.contains("unrecognized ssl message")
          || message.contains("unsupported or unrec")) {
        return new NotSeen(
            Kind.TLS_NOT_SPOKEN, "what " + place + " answers is not TLS; is it http there?");
      }
      if (at instanceof SocketTimeoutException) {
        return new NotSeen(
            Kind.ANSWER_TIMED_OUT, place + " took the connection, and made no TLS handshake");
      }
    }
    for (Throwable at = problem; at != null; at = at.getCause()) {
      if (at instanceof EOFException || at instanceof SocketException) {
        return new NotSeen(
            Kind.TLS_FAILED,
            place
                + " hung up during the TLS handshake: no TLS on that port, not for this host name,"
                + " or no version or cipher in common");
      }
    }
    return new NotSeen(Kind.TLS_FAILED, "the TLS handshake with " + place + " failed");
  }

  private static String meaning(String alert) {
    return switch (alert) {
      case "protocol_version" -> "no version of TLS in common (protocol_version)";
      case "handshake_failure" ->
          "no cipher in common, or it wants a client certificate (handshake_failure)";
      case "unrecognized_name" -> "it does not know this host name (unrecognized_name)";
      case "certificate_required", "bad_certificate" ->
          "it wants a client certificate (" + alert + ")";
      default -> alert;
    };
  }
}
