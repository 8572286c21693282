package dev.tms.testkit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One answer, and how its connection ends. Immutable. */
public final class Reply {
  /** How the connection ends. */
  public enum Ending {
    /** The whole answer is sent. */
    COMPLETE,
    /** The connection is closed before a byte is sent. */
    DROPPED,
    /** The connection is closed in the middle of the body. */
    CUT
  }

  private record Header(String name, String value) {}

  private final int status;
  private final List<Header> headers;
  private final byte[] body;
  private final Ending ending;

  private Reply(int status, List<Header> headers, byte[] body, Ending ending) {
    this.status = status;
    this.headers = List.copyOf(headers);
    this.body = body;
    this.ending = ending;
  }

  /** An answer with neither headers nor body. */
  public static Reply status(int status) {
    return new Reply(status, List.of(), new byte[0], Ending.COMPLETE);
  }

  /** A JSON answer that no cache keeps. */
  public static Reply json(int status, Map<String, ?> members) {
    return text(status, "application/json;charset=UTF-8", JSONObjectUtils.toJSONString(members))
        .with("Pragma", "no-cache");
  }

  /** A text answer that no cache keeps. */
  public static Reply text(int status, String contentType, String text) {
    return status(status)
        .with("Cache-Control", "no-store")
        .with("Content-Type", contentType)
        .withBody(text);
  }

  /** A redirect that no cache keeps. */
  public static Reply redirect(int status, String location) {
    return status(status).with("Cache-Control", "no-store").with("Location", location);
  }

  /** A copy with one header more. */
  public Reply with(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new Reply(status, more, body, ending);
  }

  /** A copy whose header has this value alone. */
  public Reply replacing(String name, String value) {
    List<Header> others = new ArrayList<>(headers);
    others.removeIf(h -> h.name().equalsIgnoreCase(name));
    return new Reply(status, others, body, ending).with(name, value);
  }

  /** A copy with another status. */
  public Reply withStatus(int other) {
    return new Reply(other, headers, body, ending);
  }

  /** A copy with another body. */
  public Reply withBody(String text) {
    return new Reply(status, headers, text.getBytes(UTF_8), ending);
  }

  /** A copy with another ending. */
  public Reply ending(Ending other) {
    return new Reply(status, headers, body, other);
  }

  /** The status code. */
  public int status() {
    return status;
  }

  /** The body as text. */
  public String body() {
    return new String(body, UTF_8);
  }

  /** The first value of a header. */
  public Optional<String> header(String name) {
    return headers.stream()
        .filter(h -> h.name().equalsIgnoreCase(name))
        .map(Header::value)
        .findFirst();
  }

  /** How the connection ends. */
  public Ending ending() {
    return ending;
  }

  byte[] bytes() {
    return body;
  }

  void writeHeaders(com.sun.net.httpserver.Headers target) {
    headers.forEach(h -> target.add(h.name(), h.value()));
  }
}
