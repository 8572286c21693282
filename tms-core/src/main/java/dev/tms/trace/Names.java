package dev.tms.trace;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names of parameters, members and header fields whose values are shown. What is not listed
 * here is hidden.
 */
final class Names {
  private static final Map<String, Shape> SHAPES = new HashMap<>();

  /** What an answer may say of an error; in any other answer these may be about a user. */
  private static final Set<String> OF_ERRORS =
      Set.of("detail", "message", "reason", "status", "title", "type");

  /** Objects whose members are judged by their names; of any other object all are hidden. */
  private static final Set<String> CONTAINERS =
      Set.of(
          "clientsettings",
          "endpoints",
          "error",
          "errors",
          "keys",
          "mtls_endpoint_aliases",
          "services");

  private static final Pattern OF_SECRETS =
      Pattern.compile(
          ".*(token|secret|passw|passphrase|assertion|credential|verifier|cookie|hint|otp"
              + "|private|apikey|api_key).*");

  private static final Map<String, Shape> HEADERS = new HashMap<>();

  static {
    put(Shape.TEXT, SHAPES, "error_description", "error_message", "error_hint");
    put(
        Shape.TEXT,
        SHAPES,
        // requests and answers: RFC 6749, 7636, 7009, 7662, 8693, OpenID Connect Core 3.1.2.1
        "acr_values",
        "active",
        "client_assertion_type",
        "code_challenge_method",
        "correlation_id",
        "customerdomain",
        "display",
        "error",
        "error_codes",
        "expires_in",
        "ext_expires_in",
        "force",
        "grant_type",
        "interval",
        "issued_token_type",
        "max_age",
        "not-before-policy",
        "prompt",
        "realm",
        "refresh_expires_in",
        "refresh_token_expires_in",
        "requested_token_type",
        "response_mode",
        "response_type",
        "scope",
        "scp",
        "suberror",
        "subject_token_type",
        "timestamp",
        "token_type",
        "token_type_hint",
        "trace_id",
        "ui_locales",
        // claims that say nothing of a person
        "acr",
        "amr",
        "auth_time",
        "exp",
        "iat",
        "nbf",
        // keys: RFC 7517
        "alg",
        "crv",
        "cty",
        "enc",
        "key_ops",
        "kty",
        "typ",
        "use",
        // metadata that has no ending of its own: RFC 8414, 8705, 9126, 9101
        "require_pushed_authorization_requests",
        "require_request_uri_registration",
        "require_signed_request_object",
        "tls_client_certificate_bound_access_tokens",
        // tenant discovery
        "authscopes",
        "clientsettings.acr_values",
        "clientsettings.authdomain",
        "clientsettings.customerdomain",
        "clientsettings.promptloginenabled",
        "endpoints.id",
        "services.service");
    put(Shape.ID, SHAPES, "aud", "azp", "client_id", "kid");
    put(
        Shape.URL,
        SHAPES,
        "check_session_iframe",
        "endpoints.url",
        "error_uri",
        "iss",
        "issuer",
        "jwks_uri",
        "logouturl",
        "op_policy_uri",
        "op_tos_uri",
        "post_logout_redirect_uri",
        "redirect_uri",
        "resource",
        "returnurl",
        "service_documentation");
    // RFC 7518 section 6.3.1 and 6.2.1, RFC 7517 section 4.7: the public half
    put(
        Shape.PUBLIC,
        SHAPES,
        "keys.e",
        "keys.n",
        "keys.x",
        "keys.x5c",
        "keys.x5t",
        "keys.x5t#s256",
        "keys.y");
    put(
        Shape.SECRET,
        SHAPES,
        "code",
        "code_challenge",
        "device_code",
        "jti",
        "keys.d",
        "keys.dp",
        "keys.dq",
        "keys.k",
        "keys.p",
        "keys.q",
        "keys.qi",
        "nonce",
        "request",
        "request_uri",
        "session_state",
        "sid",
        "state",
        "user_code");
    put(
        Shape.TEXT,
        HEADERS,
        "accept",
        "accept-encoding",
        "accept-language",
        "age",
        "allow",
        "cache-control",
        "connection",
        "content-encoding",
        "content-language",
        "content-length",
        "content-type",
        "date",
        "expires",
        "host",
        "keep-alive",
        "pragma",
        "retry-after",
        "sec-fetch-dest",
        "sec-fetch-mode",
        "sec-fetch-site",
        "server",
        "transfer-encoding",
        "user-agent",
        "vary",
        "via",
        "x-content-type-options",
        "x-frame-options",
        "x-powered-by");
    put(Shape.TEXT, HEADERS, "warning");
    put(Shape.URL, HEADERS, "content-location", "location", "origin");
    put(
        Shape.ID,
        HEADERS,
        // names of requests, which a provider's support asks for
        "cf-ray",
        "request-id",
        "traceparent",
        "x-amzn-requestid",
        "x-correlation-id",
        "x-ms-request-id",
        "x-okta-request-id",
        "x-request-id",
        "citrix-applicationid");
    put(Shape.SECRET, HEADERS, "dpop", "dpop-nonce", "requestverificationtoken");
  }

  private Names() {}

  private static void put(Shape shape, Map<String, Shape> into, String... names) {
    List.of(names).forEach(name -> into.put(name, shape));
  }

  /** How the value of a parameter is shown. */
  static Shape parameter(String name) {
    return member("", name, false);
  }

  /**
   * How the value of a JSON member is shown.
   *
   * @param container the name of the object that it is in; empty for the outermost
   * @param ofError whether the document is an error answer
   */
  static Shape member(String container, String name, boolean ofError) {
    String known = name.toLowerCase(Locale.ROOT);
    String holder = container.toLowerCase(Locale.ROOT);
    Shape shape = SHAPES.getOrDefault(holder + "." + known, SHAPES.get(known));
    if (shape == null) {
      shape = byEnding(known);
    }
    if (shape == null && (ofError || holder.startsWith("error")) && OF_ERRORS.contains(known)) {
      shape = Shape.TEXT;
    }
    boolean isOpen = holder.isEmpty() || CONTAINERS.contains(holder);
    if (shape == null || (shape.isShown() && !isOpen)) {
      return OF_SECRETS.matcher(known).matches() ? Shape.SECRET : Shape.HIDDEN;
    }
    return shape;
  }

  /** RFC 8414 section 2: what metadata offer, and where. */
  private static @Nullable Shape byEnding(String name) {
    if (name.endsWith("_supported")) {
      return Shape.TEXT;
    }
    return name.endsWith("_endpoint") ? Shape.URL : null;
  }

  /** How the value of a header field is shown. */
  static Shape header(String name) {
    String known = name.toLowerCase(Locale.ROOT);
    Shape shape = HEADERS.get(known);
    if (shape == null && known.matches("(x-)?rate-?limit-[a-z-]+")) {
      return Shape.TEXT;
    }
    if (shape == null) {
      return OF_SECRETS.matcher(known).matches() ? Shape.SECRET : Shape.HIDDEN;
    }
    return shape;
  }
}
