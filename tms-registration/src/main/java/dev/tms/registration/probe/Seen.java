package dev.tms.registration.probe;

import dev.tms.http.Header;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A whole answer.
 *
 * @param uri what was asked
 * @param status its status; redirects are not followed
 * @param headers its header fields, as sent
 * @param body its body as text, in the character set that it names or seems to have
 * @param asked when the request was sent, by our clock
 * @param took until the answer was whole
 */
public record Seen(
    URI uri, int status, List<Header> headers, String body, Instant asked, Duration took)
    implements WebOutcome {
  private static final int MAX_TYPE = 200;

  /** Copies the header fields. */
  public Seen {
    headers = List.copyOf(headers);
  }

  /** The first value of a header, without regard to case. */
  public Optional<String> header(String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .findFirst();
  }

  /** The {@code Content-Type}, printable. */
  public Optional<String> contentType() {
    return header("Content-Type").map(type -> PlainText.cut(PlainText.line(type), MAX_TYPE));
  }

  /** When the answer was made, by the clock of the server, in whole seconds. */
  public Optional<Instant> date() {
    return header("Date").flatMap(HttpDate::parse);
  }

  /** How far the server's clock is from ours; empty where the answer does not tell. */
  public Optional<ClockSkew> clockSkew() {
    // RFC 9111 5.1: an answer with an age comes from a cache, and so does its date
    return header("Age").isPresent()
        ? Optional.empty()
        : date().map(date -> ClockSkew.between(asked, took, date));
  }

  /** The page or text as a person would read it. */
  public PageText text() {
    return PageText.of(this, UnaryOperator.identity());
  }

  /** Status and size: a body may hold tokens, a query a code. */
  @Override
  public String toString() {
    return "Seen[" + status + ", " + body.length() + " characters]";
  }
}
