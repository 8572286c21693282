package dev.tms.testkit;

import dev.tms.testkit.http.Incoming;
import dev.tms.testkit.http.Reply;
import dev.tms.testkit.secrets.IssuedSecrets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Every request answered, in the order of the answers. Thread-safe. */
final class RequestLog {
  private final List<RecordedRequest> requests = new ArrayList<>(); // guarded by this

  synchronized void add(RequestKind kind, Incoming request, Reply reply, Instant at) {
    request.form().getOrDefault("code_verifier", List.of()).forEach(IssuedSecrets::add);
    requests.add(
        new RecordedRequest(
            kind,
            request.method(),
            request.path(),
            request.query(),
            request.form(),
            request.headers(),
            reply.ending() == Reply.Ending.DROPPED ? 0 : reply.status(),
            at));
  }

  synchronized List<RecordedRequest> all() {
    return List.copyOf(requests);
  }

  synchronized void clear() {
    requests.clear();
  }
}
