package dev.tms.outbound;

import dev.tms.http.Header;
import dev.tms.outbound.Sender.SendFailure;
import dev.tms.outbound.Sender.SendOutcome;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls to other servers. Thread-safe; blocks until the answer, or the reason why there is
 * none, is known.
 */
public interface Sender {
  /** Sends the call once. Never throws for what the network or the other server does. */
  SendOutcome send(Call call);

  /** How a call went: an {@link Answer}, or a {@link SendFailure}. */
  sealed interface SendOutcome permits Answer, SendFailure {}

  /**
   * A complete answer of the other server.
   *
   * @param status its status, redirects included: they are never followed
   * @param headers its header fields
   * @param body its whole body, within the call's limit
   */
  record Answer(int status, List<Header> headers, byte[] body) implements SendOutcome {
    public Answer {
      headers = List.copyOf(headers);
    }

    /** The first value of a header, without regard to case, or null. */
    public @Nullable String header(String name) {
      return Header.first(headers, name);
    }

    /** The status alone: a body may hold tokens. */
    @Override
    public String toString() {
      return "Answer[" + status + ", " + body.length + " bytes]";
    }
  }

  /**
   * A request to another server.
   *
   * @param method GET, POST, PUT or DELETE
   * @param uri absolute http(s) URI
   * @param headers header fields, {@code Content-Type} included
   * @param body empty for none
   * @param timeout for the whole exchange, connecting included
   * @param maxBytes largest answer that is read
   */
  record Call(
      String method, URI uri, List<Header> headers, byte[] body, Duration timeout, int maxBytes) {
    public Call {
      headers = List.copyOf(headers);
    }

    /** The method and the URI without its query: header fields and body may be secret. */
    @Override
    public String toString() {
      return method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
    }
  }

  /**
   * Why there is no complete answer.
   *
   * @param kind what went wrong
   * @param detail a sentence for operators, without anything secret
   */
  record SendFailure(Kind kind, String detail) implements SendOutcome {
    public enum Kind {
      /** The connection was never made: the other server has not seen the request. */
      NOT_CONNECTED,
      /** The time for the call ran out after the request may have been sent. */
      TIMED_OUT,
      /** The connection broke after the request may have been sent. */
      DROPPED,
      /** The answer was larger than allowed. */
      TOO_LARGE,
      /** Too many calls at once: not sent. */
      BUSY
    }

    /** Whether the other server cannot have seen the request. */
    public boolean neverSent() {
      return kind == Kind.NOT_CONNECTED || kind == Kind.BUSY;
    }
  }
}
