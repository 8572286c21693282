package dev.tms.http;

import dev.tms.http.Request.Body;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A request made by a test. */
public final class FakeRequest implements Request {
  private final String method;
  private final String path;
  private final String query;
  private final List<Header> headers;
  private final Body body;

  private FakeRequest(String method, String path, String query, List<Header> headers, Body body) {
    this.method = method;
    this.path = path;
    this.query = query;
    this.headers = headers;
    this.body = body;
  }

  /** A request of this method; the target may have a query. */
  public static FakeRequest of(String method, String target) {
    int mark = target.indexOf('?');
    return mark < 0
        ? new FakeRequest(method, target, null, List.of(), Body.NONE)
        : new FakeRequest(
            method, target.substring(0, mark), target.substring(mark + 1), List.of(), Body.NONE);
  }

  /** A GET request. */
  public static FakeRequest get(String target) {
    return of("GET", target);
  }

  /** A POST request. */
  public static FakeRequest post(String target) {
    return of("POST", target);
  }

  /** The same with one more header field. */
  public FakeRequest header(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new FakeRequest(method, path, query, List.copyOf(more), body);
  }

  /** The same with these cookies. */
  public FakeRequest cookies(Iterable<SetCookie> cookies) {
    FakeRequest request = this;
    for (SetCookie cookie : cookies) {
      request = request.header("Cookie", cookie.name() + "=" + cookie.value());
    }
    return request;
  }

  /** The same with this body. */
  public FakeRequest body(String contentType, String text) {
    FakeRequest typed = header("Content-Type", contentType);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new FakeRequest(method, path, query, typed.headers, Body.of(bytes));
  }

  /** The same with this form as its body. */
  public FakeRequest form(String text) {
    return body("application/x-www-form-urlencoded", text);
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public String query() {
    return query;
  }

  @Override
  public List<String> headers(String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .toList();
  }

  @Override
  public Body body() {
    return body;
  }
}
