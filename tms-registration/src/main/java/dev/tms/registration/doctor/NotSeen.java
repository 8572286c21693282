package dev.tms.registration.doctor;

import dev.tms.registration.doctor.AuthorizationProbe.AuthorizationOutcome;
import dev.tms.registration.doctor.TlsProbe.TlsOutcome;
import dev.tms.registration.doctor.WebProbe.WebOutcome;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** No response was received. */
record NotSeen(Kind kind, String detail) implements WebOutcome, TlsOutcome, AuthorizationOutcome {
  enum Kind {
    BAD_ADDRESS,
    NAME_UNKNOWN,
    REFUSED,
    UNREACHABLE,
    CONNECT_TIMED_OUT,
    ANSWER_TIMED_OUT,
    TLS_UNTRUSTED,
    TLS_EXPIRED,
    TLS_NOT_YET_VALID,
    TLS_WRONG_HOST,
    TLS_NOT_SPOKEN,
    TLS_FAILED,
    NOT_HTTP,
    DROPPED,
    TOO_LARGE,
    BAD_REDIRECT
  }

  boolean isAboutTls() {
    return kind.name().startsWith("TLS_");
  }

  /** Classifies the JDK's exceptions for one address. */
  static final class Failure {
    private static final Pattern ALERT = Pattern.compile("(?:fatal alert|alert): ([a-z_]{1,40})");

    private final URI uri;
    private final String place;
    private final Duration time;

    Failure(URI uri, Duration time) {
      this.uri = uri;
      this.place = Locations.hostAndPort(uri);
      this.time = time;
    }

    NotSeen of(Throwable problem) {
      // a ConnectException may wrap a more specific cause
      for (Throwable at = problem; at != null; at = at.getCause()) {
        if (at instanceof UnresolvedAddressException || at instanceof UnknownHostException) {
          return new NotSeen(
              Kind.NAME_UNKNOWN, "the name " + uri.getHost() + " has no address (DNS)");
        }
      }
      for (Throwable at = problem; at != null; at = at.getCause()) {
        if (at instanceof InterruptedException) {
          return new NotSeen(Kind.DROPPED, "interrupted while waiting for " + Locations.place(uri));
        }
        if (at instanceof HttpConnectTimeoutException) {
          return connectTimedOut();
        }
        if (at instanceof NoRouteToHostException
            || (at instanceof ConnectException && isUnreachable(at))) {
          return new NotSeen(Kind.UNREACHABLE, "there is no way to " + place + " in the network");
        }
        if (at instanceof ConnectException) {
          return new NotSeen(Kind.REFUSED, "nothing listens on " + place + " (connection refused)");
        }
        if (at instanceof HttpTimeoutException
            || at instanceof SocketTimeoutException
            || at instanceof TimeoutException) {
          return slow();
        }
        if (at instanceof SSLException) {
          return new NotSeen(Kind.TLS_FAILED, "the TLS handshake with " + place + " failed");
        }
        if (at instanceof ProtocolException) {
          return new NotSeen(
              Kind.NOT_HTTP,
              "what %s answers is not HTTP%s"
                  .formatted(
                      place,
                      "http".equalsIgnoreCase(uri.getScheme()) ? "; is it https there?" : ""));
        }
      }
      return new NotSeen(
          Kind.DROPPED,
          "%s closed the connection before the answer was whole (%s)"
              .formatted(place, problem.getClass().getSimpleName().toLowerCase(Locale.ROOT)));
    }

    private static boolean isUnreachable(Throwable problem) {
      String message = message(problem);
      return message.contains("unreachable") || message.contains("no route");
    }

    private static String message(Throwable problem) {
      return String.valueOf(problem.getMessage()).toLowerCase(Locale.ROOT);
    }

    NotSeen connectTimedOut() {
      return new NotSeen(
          Kind.CONNECT_TIMED_OUT,
          "no connection to " + place + " within " + seconds() + "; a firewall or a proxy?");
    }

    NotSeen tooLarge() {
      return new NotSeen(
          Kind.TOO_LARGE,
          "the answer of " + place + " is larger than " + WebProbe.MAX_BYTES / 1024 + " KiB");
    }

    NotSeen slow() {
      return new NotSeen(
          Kind.ANSWER_TIMED_OUT, "no whole answer from " + place + " within " + seconds());
    }

    private String seconds() {
      return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    /** A handshake that ended before a certificate was validated. */
    NotSeen ofHandshake(Throwable problem) {
      for (Throwable at = problem; at != null; at = at.getCause()) {
        Matcher alert = ALERT.matcher(message(at));
        if (alert.find()) {
          return new NotSeen(
              Kind.TLS_FAILED, place + " refused the TLS handshake: " + meaning(alert.group(1)));
        }
        // the JDK has no exception type for a response that is not TLS
        if (message(at).contains("unrecognized ssl message")
            || message(at).contains("unsupported or unrec")) {
          return new NotSeen(
              Kind.TLS_NOT_SPOKEN, "what " + place + " answers is not TLS; is it http there?");
        }
      }
      for (Throwable at = problem; at != null; at = at.getCause()) {
        if (at instanceof EOFException || at instanceof SocketException) {
          return new NotSeen(
              Kind.TLS_FAILED,
              place
                  + " hung up during the TLS handshake: no TLS on that port, not for this host"
                  + " name, or no version or cipher in common");
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
}
