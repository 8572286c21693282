package dev.tms.testkit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A response and how its connection ends. Immutable. */
public final class Reply {
  public enum Ending {
    /** After the complete response. */
    COMPLETE,
    /** Before the first byte. */
    DROPPED,
    /** In the middle of the body. */
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

  public static Reply status(int status) {
    return new Reply(status, List.of(), new byte[0], Ending.COMPLETE);
  }

  /** An uncacheable JSON response. */
  public static Reply json(int status, Map<String, ?> members) {
    return text(status, "application/json;charset=UTF-8", JSONObjectUtils.toJSONString(members))
        .with("Pragma", "no-cache");
  }

  /** An uncacheable text response. */
  public static Reply text(int status, String contentType, String text) {
    return status(status)
        .with("Cache-Control", "no-store")
        .with("Content-Type", contentType)
        .withBody(text);
  }

  /** An uncacheable redirect. */
  public static Reply redirect(int status, String location) {
    return status(status).with("Cache-Control", "no-store").with("Location", location);
  }

  /** Adds a header. */
  public Reply with(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new Reply(status, more, body, ending);
  }

  /** Replaces all values of a header. */
  public Reply replacing(String name, String value) {
    List<Header> others = new ArrayList<>(headers);
    others.removeIf(h -> h.name().equalsIgnoreCase(name));
    return new Reply(status, others, body, ending).with(name, value);
  }

  public Reply withStatus(int other) {
    return new Reply(other, headers, body, ending);
  }

  public Reply withBody(String text) {
    return new Reply(status, headers, text.getBytes(UTF_8), ending);
  }

  public Reply ending(Ending other) {
    return new Reply(status, headers, body, other);
  }

  public int status() {
    return status;
  }

  public String body() {
    return new String(body, UTF_8);
  }

  public Optional<String> header(String name) {
    return headers.stream()
        .filter(h -> h.name().equalsIgnoreCase(name))
        .map(Header::value)
        .findFirst();
  }

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
