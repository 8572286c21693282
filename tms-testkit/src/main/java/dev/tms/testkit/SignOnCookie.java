package dev.tms.testkit;

import dev.tms.testkit.http.Incoming;
import dev.tms.testkit.http.Reply;
import java.util.Optional;

/** The provider's session cookie, named by port because cookies do not distinguish ports. */
record SignOnCookie(int port, String path) {
  Optional<String> find(Incoming request) {
    return request.cookie(name());
  }

  Reply set(Reply reply, String value) {
    return reply.with("Set-Cookie", name() + "=" + value + attributes());
  }

  Reply clear(Reply reply) {
    return reply.with("Set-Cookie", name() + "=" + attributes() + "; Max-Age=0");
  }

  private String name() {
    return "testkit-sso-" + port;
  }

  private String attributes() {
    return "; Path=" + (path.isEmpty() ? "/" : path) + "; HttpOnly; SameSite=Lax";
  }
}
