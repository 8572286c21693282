package dev.tms.registration.probe;

import dev.tms.outbound.BoundedBody;
import dev.tms.registration.probe.NotSeen.Kind;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** What the JDK's exceptions mean, for one address. */
final class WebFailure {
  private final URI uri;
  private final String host;
  private final String place;
  private final Duration time;

  WebFailure(URI uri, Duration time) {
    this.uri = uri;
    this.host = uri.getHost();
    this.place = host + ":" + Locations.port(uri);
    this.time = time;
  }

  NotSeen of(Throwable problem) {
    // a ConnectException may stand around what says more
    for (Throwable at = problem; at != null; at = at.getCause()) {
      if (at instanceof UnresolvedAddressException || at instanceof UnknownHostException) {
        return new NotSeen(Kind.NAME_UNKNOWN, "the name " + host + " has no address (DNS)");
      }
    }
    for (Throwable at = problem; at != null; at = at.getCause()) {
      if (at instanceof BoundedBody.TooLargeException) {
        return new NotSeen(
            Kind.TOO_LARGE,
            "the answer of " + place + " is larger than " + WebProbe.MAX_BYTES / 1024 + " KiB");
      }
      if (at instanceof HttpConnectTimeoutException) {
        return connectTimedOut();
      }
      if (at instanceof NoRouteToHostException) {
        return unreachable();
      }
      if (at instanceof ConnectException) {
        return isUnreachable(at) ? unreachable() : refused();
      }
      if (at instanceof HttpTimeoutException || at instanceof SocketTimeoutException) {
        return slow();
      }
      if (at instanceof SSLException) {
        return new NotSeen(Kind.TLS_FAILED, "the TLS handshake with " + place + " failed");
      }
      if (at instanceof ProtocolException) {
        return new NotSeen(
            Kind.NOT_HTTP,
            "what "
                + place
                + " answers is not HTTP"
                + ("http".equalsIgnoreCase(uri.getScheme()) ? "; is it https there?" : ""));
      }
    }
    return new NotSeen(
        Kind.DROPPED,
        place
            + " closed the connection before the answer was whole ("
            + problem.getClass().getSimpleName().toLowerCase(Locale.ROOT)
            + ")");
  }

  private static boolean isUnreachable(Throwable problem) {
    String message = String.valueOf(problem.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("unreachable") || message.contains("no route");
  }

  NotSeen refused() {
    return new NotSeen(Kind.REFUSED, "nothing listens on " + place + " (connection refused)");
  }

  NotSeen unreachable() {
    return new NotSeen(Kind.UNREACHABLE, "there is no way to " + place + " in the network");
  }

  NotSeen connectTimedOut() {
    return new NotSeen(
        Kind.CONNECT_TIMED_OUT,
        "no connection to " + place + " within " + seconds() + "; a firewall or a proxy?");
  }

  NotSeen slow() {
    return new NotSeen(
        Kind.ANSWER_TIMED_OUT, "no whole answer from " + place + " within " + seconds());
  }

  private String seconds() {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}
