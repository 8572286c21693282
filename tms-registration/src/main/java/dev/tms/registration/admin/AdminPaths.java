package dev.tms.registration.admin;

import dev.tms.registration.RegistrationKind;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Where registrations of each kind are, below the base URL. Immutable. */
public final class AdminPaths {
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
     * @throws IllegalArgumentException if one is empty, begins or ends with a slash, has a query, a
     *     fragment or a dot segment, or the path of GET has no name
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

  /** The paths of this kind. */
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
