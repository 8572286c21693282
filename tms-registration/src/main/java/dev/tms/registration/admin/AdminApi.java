package dev.tms.registration.admin;

import dev.tms.registration.Registration;
import dev.tms.registration.RegistrationKind;
import dev.tms.registration.Spelling;
import dev.tms.registration.document.InvalidDocumentException;
import dev.tms.registration.document.RegistrationDocument;
import dev.tms.registration.remote.BearerTokens;
import dev.tms.registration.remote.CallOutcome;
import dev.tms.registration.remote.CallOutcome.Done;
import dev.tms.registration.remote.CallOutcome.Failed;
import dev.tms.registration.remote.CallProblem;
import dev.tms.registration.remote.CallProblem.Kind;
import dev.tms.registration.remote.RemoteCalls;
import dev.tms.registration.remote.Reply;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads, creates and updates registrations at a provider: {@code GET /Client/{clientId}}, {@code
 * POST /Client}, {@code PUT /Client}, and the same for resources and scopes. Thread-safe; blocks.
 */
public final class AdminApi {
  private final String base;
  private final BearerTokens tokens;
  private final RemoteCalls calls;
  private final AdminPaths paths;
  private final Spelling spelling;

  private AdminApi(
      String base, BearerTokens tokens, RemoteCalls calls, AdminPaths paths, Spelling spelling) {
    this.base = base;
    this.tokens = tokens;
    this.calls = calls;
    this.paths = paths;
    this.spelling = spelling;
  }

  /**
   * The interface below this URL, for example {@code https://server/authservice/v1}, with the
   * standard paths, camelCase and the JDK's defaults for TLS and proxy.
   *
   * @throws IllegalArgumentException if it is no https URL (http on loopback hosts), or has a user,
   *     a query or a fragment
   */
  public static AdminApi at(URI baseUrl, BearerTokens tokens) {
    if (!RemoteCalls.isSafe(baseUrl) || baseUrl.getRawQuery() != null) {
      throw new IllegalArgumentException(
          "the base URL must be https (http on loopback hosts), without user, query and fragment");
    }
    String base = baseUrl.toString();
    return new AdminApi(
        base.endsWith("/") ? base.substring(0, base.length() - 1) : base,
        Objects.requireNonNull(tokens, "tokens"),
        RemoteCalls.standard(),
        AdminPaths.standard(),
        Spelling.CAMEL);
  }

  /** The same through these calls. */
  public AdminApi through(RemoteCalls otherCalls) {
    return new AdminApi(base, tokens, otherCalls, paths, spelling);
  }

  /** The same with these paths. */
  public AdminApi withPaths(AdminPaths otherPaths) {
    return new AdminApi(base, tokens, calls, otherPaths, spelling);
  }

  /** The same with members of new registrations in this spelling. */
  public AdminApi withSpelling(Spelling otherSpelling) {
    return new AdminApi(base, tokens, calls, paths, otherSpelling);
  }

  /**
   * The registration of this kind and name; empty where the provider answers 404, or nothing.
   *
   * @throws IllegalArgumentException if the name is {@code .} or {@code ..}
   */
  public CallOutcome<Optional<Registration>> find(RegistrationKind kind, String name) {
    URI uri = uri(paths.of(kind).read(), name);
    CallOutcome<Reply> outcome = calls.send("GET", uri, null, tokens);
    if (outcome instanceof Failed<Reply> failed && failed.problem().kind() == Kind.NOT_FOUND) {
      return new Done<>(Optional.empty());
    }
    return outcome.then(reply -> read(reply, kind, name, uri));
  }

  private static CallOutcome<Optional<Registration>> read(
      Reply reply, RegistrationKind kind, String name, URI uri) {
    String text = reply.text().orElse("");
    if (text.isEmpty() || text.strip().equals("null")) {
      return new Done<>(Optional.empty());
    }
    try {
      Optional<Registration> found =
          RegistrationDocument.parse(text, kind).contents().find(kind, name);
      if (found.isPresent()) {
        return new Done<>(found);
      }
      return unreadable(uri, "the answer is no " + kind + " of this name");
    } catch (InvalidDocumentException e) {
      return unreadable(uri, "the answer is no " + kind + ": " + e.getMessage());
    }
  }

  private static <T> CallOutcome<T> unreadable(URI uri, String message) {
    return new Failed<>(CallProblem.of(Kind.UNREADABLE, "GET " + uri, message));
  }

  /** Creates it; gives what was sent. */
  public CallOutcome<Registration> create(Registration registration) {
    Registration spelled = registration.spelled(spelling);
    return write("POST", paths.of(registration.kind()).create(), spelled);
  }

  /** Replaces the one of its name; gives what was sent. */
  public CallOutcome<Registration> update(Registration registration) {
    return write("PUT", paths.of(registration.kind()).update(), registration);
  }

  private CallOutcome<Registration> write(String method, String path, Registration registration) {
    URI uri = uri(path, registration.name());
    return calls.send(method, uri, registration.members(), tokens).map(reply -> registration);
  }

  private URI uri(String path, String name) {
    return URI.create(base + "/" + AdminPaths.fill(path, name));
  }

  /** The base URL. */
  @Override
  public String toString() {
    return "AdminApi[" + base + "]";
  }
}
