package dev.tms.outbound;

import dev.tms.http.Header;
import dev.tms.outbound.Sender.SendFailure;
import dev.tms.outbound.Sender.SendOutcome;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends calls to other servers; blocks until the outcome is known. Thread-safe. */
public interface Sender {
  /** Sends the call once. Never throws because of the network or the other server. */
  SendOutcome send(Call call);

  sealed interface SendOutcome permits Answer, SendFailure {}

  /** A complete response. Redirects are never followed. */
  record Answer(int status, List<Header> headers, byte[] body) implements SendOutcome {
    public Answer {
      headers = List.copyOf(headers);
    }

    public @Nullable String header(String name) {
      return Header.first(headers, name);
    }

    /** Prints only the status: the body may contain tokens. */
    @Override
    public String toString() {
      return "Answer[" + status + ", " + body.length + " bytes]";
    }
  }

  /** A request to another server. The timeout includes the connection. */
  record Call(
      String method, URI uri, List<Header> headers, byte[] body, Duration timeout, int maxBytes) {
    public Call {
      headers = List.copyOf(headers);
    }

    /** Omits query, header fields and body, which may be secret. */
    @Override
    public String toString() {
      return method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
    }
  }

  /** Why there is no complete response; the detail, for operators, contains no secrets. */
  record SendFailure(Kind kind, String detail) implements SendOutcome {
    public enum Kind {
      /** No connection: the other server has not received the request. */
      NOT_CONNECTED,
      /** The call timed out after the request may have been sent. */
      TIMED_OUT,
      /** The connection broke after the request may have been sent. */
      DROPPED,
      TOO_LARGE,
      /** Too many concurrent calls: not sent. */
      BUSY
    }

    public boolean neverSent() {
      return kind == Kind.NOT_CONNECTED || kind == Kind.BUSY;
    }
  }
}
