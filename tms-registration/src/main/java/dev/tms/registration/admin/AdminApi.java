package dev.tms.registration.admin;

import dev.tms.registration.Registration;
import dev.tms.registration.RegistrationKind;
import dev.tms.registration.Spelling;
import dev.tms.registration.document.InvalidDocumentException;
import dev.tms.registration.document.RegistrationDocument;
import dev.tms.registration.remote.BearerTokens;
import dev.tms.registration.remote.CallOutcome;
import dev.tms.registration.remote.CallOutcome.CallProblem;
import dev.tms.registration.remote.CallOutcome.CallProblem.Kind;
import dev.tms.registration.remote.CallOutcome.Done;
import dev.tms.registration.remote.CallOutcome.Failed;
import dev.tms.registration.remote.RemoteCalls;
import dev.tms.registration.remote.RemoteCalls.Reply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads, creates and updates registrations at a provider: {@code GET /Client/{clientId}}, {@code
 * POST /Client}, {@code PUT /Client}, and the same for resources and scopes. Thread-safe; blocks.
 */
public final class AdminApi {
  private static final Map<RegistrationKind, String> PATHS =
      Map.of(
          RegistrationKind.CLIENT, "Client",
          RegistrationKind.API_RESOURCE, "Resource/ApiResource",
          RegistrationKind.API_SCOPE, "Resource/ApiScope",
          RegistrationKind.IDENTITY_RESOURCE, "Resource/IdentityResource");

  private final String base;
  private final BearerTokens tokens;
  private final RemoteCalls calls;
  private final Map<RegistrationKind, String> paths;
  private final Spelling spelling;

  private AdminApi(
      String base,
      BearerTokens tokens,
      RemoteCalls calls,
      Map<RegistrationKind, String> paths,
      Spelling spelling) {
    this.base = base;
    this.tokens = tokens;
    this.calls = calls;
    this.paths = paths;
    this.spelling = spelling;
  }

  /**
   * Creates a client of the admin API at this URL, for example {@code
   * https://server/authservice/v1}, with the standard paths, camelCase, and the JDK's defaults for
   * TLS and proxy.
   *
   * @throws IllegalArgumentException if the URL is not https (or http on a loopback host), or has
   *     user information, a query or a fragment
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
        PATHS,
        Spelling.CAMEL);
  }

  public AdminApi through(RemoteCalls otherCalls) {
    return new AdminApi(base, tokens, otherCalls, paths, spelling);
  }

  /**
   * Returns a copy with another path, relative to the base URL, for registrations of this kind.
   *
   * @throws IllegalArgumentException if the path is empty, starts or ends with a slash, or has a
   *     query, a fragment or a dot segment
   */
  public AdminApi withPath(RegistrationKind kind, String path) {
    if (!path.matches("[A-Za-z0-9._~%-]+(/[A-Za-z0-9._~%-]+)*")
        || path.matches("(.*/)?\\.\\.?(/.*)?")) {
      throw new IllegalArgumentException("not a path below the base URL: " + path);
    }
    Map<RegistrationKind, String> changed = new EnumMap<>(paths);
    changed.put(kind, path);
    return new AdminApi(base, tokens, calls, changed, spelling);
  }

  /** Returns a copy that creates registrations in this spelling. */
  public AdminApi withSpelling(Spelling otherSpelling) {
    return new AdminApi(base, tokens, calls, paths, otherSpelling);
  }

  /**
   * Reads a registration; empty if the provider answers 404 or with an empty body.
   *
   * @throws IllegalArgumentException if the name is {@code .} or {@code ..}
   */
  public CallOutcome<Optional<Registration>> find(RegistrationKind kind, String name) {
    URI uri = URI.create(collection(kind) + "/" + segment(name));
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

  /** Creates a registration. Returns what was sent. */
  public CallOutcome<Registration> create(Registration registration) {
    return write("POST", registration.spelled(spelling));
  }

  /** Replaces the registration of the same name. Returns what was sent. */
  public CallOutcome<Registration> update(Registration registration) {
    return write("PUT", registration);
  }

  private CallOutcome<Registration> write(String method, Registration registration) {
    URI uri = URI.create(collection(registration.kind()));
    return calls.send(method, uri, registration.members(), tokens).map(reply -> registration);
  }

  private String collection(RegistrationKind kind) {
    return base + "/" + paths.get(kind);
  }

  @Override
  public String toString() {
    return "AdminApi[" + base + "]";
  }

  private static String segment(String name) {
    if (name.equals(".") || name.equals("..")) { // dot segments would change the path
      throw new IllegalArgumentException("cannot be addressed: a registration named " + name);
    }
    StringBuilder segment = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      // RFC 3986 2.3: unreserved characters
      if (b > 0 && (Character.isLetterOrDigit(b) || "-._~".indexOf(b) >= 0)) {
        segment.append((char) b);
      } else {
        segment.append(String.format("%%%02X", b));
      }
    }
    return segment.toString();
  }
}
