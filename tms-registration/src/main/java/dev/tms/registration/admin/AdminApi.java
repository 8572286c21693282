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

  public AdminApi through(RemoteCalls otherCalls) {
    return new AdminApi(base, tokens, otherCalls, paths, spelling);
  }

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

  @Override
  public String toString() {
    return "AdminApi[" + base + "]";
  }

  /** Where registrations of each kind are, below the base URL. Immutable. */
  public static final class AdminPaths {
    /**
     * Paths of one kind. {@code {name}} and {@code {clientId}} stand for the registration's name.
     *
     * @param read of GET
     * @param create of POST
     * @param update of PUT
     */
    public record Templates(String read, String create, String update) {
      /**
       * Checks the paths.
       *
       * @throws IllegalArgumentException if one is empty, begins or ends with a slash, has a query,
       *     a fragment or a dot segment, or the path of GET has no name
       */
      public Templates {
        check(read);
        check(create);
        check(update);
        if (!read.contains(NAME) && !read.contains(CLIENT_ID)) {
          throw new IllegalArgumentException("the path of GET must have " + NAME + ", got " + read);
        }
      }

      private static void check(String path) {
        String plain = path.replace(NAME, "x").replace(CLIENT_ID, "x");
        if (!plain.matches("[A-Za-z0-9._~%-]+(/[A-Za-z0-9._~%-]+)*")
            || plain.matches("(.*/)?\\.\\.?(/.*)?")) {
          throw new IllegalArgumentException("not a path below the base URL: " + path);
        }
      }

      /** Read at {@code collection/{name}}, written to the collection. */
      public static Templates of(String collection) {
        return new Templates(collection + "/" + NAME, collection, collection);
      }
    }

    private static final String NAME = "{name}";
    private static final String CLIENT_ID = "{clientId}";
    private static final AdminPaths STANDARD =
        new AdminPaths(
            Map.of(
                RegistrationKind.CLIENT,
                Templates.of("Client"),
                RegistrationKind.API_RESOURCE,
                Templates.of("Resource/ApiResource"),
                RegistrationKind.API_SCOPE,
                Templates.of("Resource/ApiScope"),
                RegistrationKind.IDENTITY_RESOURCE,
                Templates.of("Resource/IdentityResource")));

    private final Map<RegistrationKind, Templates> templates;

    private AdminPaths(Map<RegistrationKind, Templates> templates) {
      this.templates = new EnumMap<>(templates);
    }

    /**
     * {@code Client}, {@code Resource/ApiResource}, {@code Resource/ApiScope} and {@code
     * Resource/IdentityResource}; read below them by name, written to themselves.
     */
    public static AdminPaths standard() {
      return STANDARD;
    }

    /** The same with other paths for one kind. */
    public AdminPaths with(RegistrationKind kind, Templates paths) {
      Map<RegistrationKind, Templates> changed = new EnumMap<>(templates);
      changed.put(kind, paths);
      return new AdminPaths(changed);
    }

    public Templates of(RegistrationKind kind) {
      return Objects.requireNonNull(templates.get(kind));
    }

    /**
     * The path with this name in it.
     *
     * @throws IllegalArgumentException if the name is one that servers take for a step in the path
     */
    static String fill(String template, String name) {
      if (name.equals(".") || name.equals("..")) {
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
      return template.replace(NAME, segment).replace(CLIENT_ID, segment);
    }
  }
}
