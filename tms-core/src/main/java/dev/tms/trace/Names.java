package dev.tms.trace;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parameters, members and header fields whose values are shown. All others are masked. */
final class Names {
  enum Shape {
    /** Shown, except for known secrets in it. */
    TEXT,
    /** Shown unless overlong. */
    ID,
    /** Shown; its parameters are masked by name. */
    URL,
    /** Not secret but unreadable: only the length is shown. */
    PUBLIC,
    SECRET,
    /** Not known to be harmless. */
    HIDDEN;

    boolean isShown() {
      return this == TEXT || this == ID || this == URL;
    }
  }

  private static final Map<String, Shape> MEMBERS = new HashMap<>();
  private static final Map<String, Shape> HEADERS = new HashMap<>();

  /** Shown in error responses only; elsewhere they may concern a user. */
  private static final Set<String> OF_ERRORS =
      Set.of("detail", "message", "reason", "status", "title", "type");

  /** Objects whose members are judged by name; members of other objects are masked. */
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

  static {
    // requests and responses: RFC 6749, 7636, 7009, 7662, 8693, OpenID Connect Core 3.1.2.1; claims
    // that do not concern a person; keys: RFC 7517; metadata without a common suffix: RFC 8414,
    // 8705, 9126, 9101; tenant discovery
    put(
        MEMBERS,
        Shape.TEXT,
        """
        error error_codes error_description error_hint error_message suberror
        acr_values active client_assertion_type code_challenge_method correlation_id customerdomain
        display expires_in ext_expires_in force grant_type interval issued_token_type max_age
        not-before-policy prompt realm refresh_expires_in refresh_token_expires_in
        requested_token_type response_mode response_type scope scp subject_token_type timestamp
        token_type token_type_hint trace_id ui_locales
        acr amr auth_time exp iat nbf
        alg crv cty enc key_ops kty typ use
        require_pushed_authorization_requests require_request_uri_registration
        require_signed_request_object tls_client_certificate_bound_access_tokens
        authscopes clientsettings.acr_values clientsettings.authdomain
        clientsettings.customerdomain clientsettings.promptloginenabled endpoints.id
        services.service\
        """);
    put(MEMBERS, Shape.ID, "aud azp client_id kid");
    put(
        MEMBERS,
        Shape.URL,
        """
        check_session_iframe endpoints.url error_uri iss issuer jwks_uri logouturl op_policy_uri
        op_tos_uri post_logout_redirect_uri redirect_uri resource returnurl
        service_documentation\
        """);
    // public keys: RFC 7518 sections 6.3.1 and 6.2.1, RFC 7517 section 4.7
    put(MEMBERS, Shape.PUBLIC, "keys.e keys.n keys.x keys.x5c keys.x5t keys.x5t#s256 keys.y");
    put(
        MEMBERS,
        Shape.SECRET,
        """
        code code_challenge device_code jti keys.d keys.dp keys.dq keys.k keys.p keys.q keys.qi
        nonce request request_uri session_state sid state user_code\
        """);
    put(
        HEADERS,
        Shape.TEXT,
        """
        accept accept-encoding accept-language age allow cache-control connection content-encoding
        content-language content-length content-type date expires host keep-alive pragma
        retry-after sec-fetch-dest sec-fetch-mode sec-fetch-site server transfer-encoding
        user-agent vary via warning x-content-type-options x-frame-options x-powered-by\
        """);
    put(HEADERS, Shape.URL, "content-location location origin");
    // request ids, which a provider's support asks for
    put(
        HEADERS,
        Shape.ID,
        """
        cf-ray request-id traceparent x-amzn-requestid x-correlation-id x-ms-request-id
        x-okta-request-id x-request-id citrix-applicationid\
        """);
    put(HEADERS, Shape.SECRET, "dpop dpop-nonce requestverificationtoken");
  }

  private Names() {}

  private static void put(Map<String, Shape> into, Shape shape, String names) {
    for (String name : names.split("\\s+", -1)) {
      into.put(name, shape);
    }
  }

  static Shape parameter(String name) {
    return member("", name, false);
  }

  static Shape member(String container, String name, boolean ofError) {
    String known = name.toLowerCase(Locale.ROOT);
    String holder = container.toLowerCase(Locale.ROOT);
    Shape shape = MEMBERS.getOrDefault(holder + "." + known, MEMBERS.get(known));
    if (shape == null && known.endsWith("_supported")) { // RFC 8414 section 2
      shape = Shape.TEXT;
    } else if (shape == null && known.endsWith("_endpoint")) {
      shape = Shape.URL;
    } else if (shape == null
        && (ofError || holder.startsWith("error"))
        && OF_ERRORS.contains(known)) {
      shape = Shape.TEXT;
    }
    boolean isOpen = holder.isEmpty() || CONTAINERS.contains(holder);
    return shape == null || (shape.isShown() && !isOpen) ? unknown(known) : shape;
  }

  static Shape header(String name) {
    String known = name.toLowerCase(Locale.ROOT);
    @Nullable Shape shape = HEADERS.get(known);
    if (shape == null && known.matches("(x-)?rate-?limit-[a-z-]+")) {
      return Shape.TEXT;
    }
    return shape == null ? unknown(known) : shape;
  }

  private static Shape unknown(String name) {
    return OF_SECRETS.matcher(name).matches() ? Shape.SECRET : Shape.HIDDEN;
  }
}
