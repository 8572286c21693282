package dev.tms.outbound;

import dev.tms.http.Header;
import dev.tms.outbound.Sender.Call;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Calls for tests. */
final class Calls {
  private Calls() {}

  static Call get(String uri) {
    return get(uri, Duration.ofSeconds(10));
  }

  static Call get(String uri, Duration timeout) {
    return new Call("GET", URI.create(uri), List.of(), new byte[0], timeout, 1024);
  }

  static Call post(String uri, String body) {
    return new Call(
        "POST",
        URI.create(uri),
        List.of(new Header("Content-Type", "application/x-www-form-urlencoded")),
        body.getBytes(StandardCharsets.UTF_8),
        Duration.ofSeconds(10),
        1024);
  }
}
