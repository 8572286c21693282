package dev.tms.testkit;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.tms.testkit.grant.SignOns.SignOn;
import dev.tms.testkit.http.Forms;
import dev.tms.testkit.http.Incoming;
import dev.tms.testkit.http.Reply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** RP-initiated logout (OpenID Connect RP-Initiated Logout 1.0). */
final class EndSessionEndpoint {
  private static final String CONFIRMATION = "confirmation";

  private final Core core;
  private final SignOnCookie cookie;

  EndSessionEndpoint(Core core, SignOnCookie cookie) {
    this.core = core;
    this.cookie = cookie;
  }

  Reply handle(Incoming request) {
    Map<String, List<String>> parameters = request.parameters();
    for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
      if (parameter.getValue().size() > 1) {
        return refused("The parameter " + parameter.getKey() + " occurs twice.");
      }
    }
    String own = core.profile().returnParameter();
    if (own != null) {
      return endPlainly(request, value(parameters, "client_id"), value(parameters, own));
    }
    String hint = value(parameters, "id_token_hint");
    Optional<JWTClaimsSet> claims =
        Optional.ofNullable(hint).flatMap(h -> Jwts.verified(h, core.keys().published()));
    if (hint != null && claims.isEmpty()) {
      return refused("The ID token was not issued here.");
    }
    String clientId = value(parameters, "client_id");
    if (clientId != null && claims.isPresent() && !claims.get().getAudience().contains(clientId)) {
      // section 2: the OP MUST verify that the Client Identifier matches the one in the ID Token
      return refused("The ID token was issued to another client.");
    }
    String client =
        clientId != null ? clientId : claims.map(c -> c.getAudience().get(0)).orElse(null);
    String returnTo = value(parameters, "post_logout_redirect_uri");
    if (returnTo != null && !isRegistered(client, returnTo)) {
      // section 3: MUST NOT perform post-logout redirection otherwise
      return refused("The address to return to is not registered.");
    }
    Optional<SignOn> current = cookie.find(request).flatMap(core.signOns()::find);
    Optional<String> hinted = claims.map(c -> String.valueOf(c.getClaim("sid")));
    if (!isProven(request, current, hinted)) {
      return Pages.confirmLogout(
          core.addresses().pathOf(RequestKind.END_SESSION),
          confirming(parameters, current.orElseThrow()));
    }
    hinted.ifPresent(this::end);
    current.map(SignOn::sid).ifPresent(this::end);
    return cookie.clear(left(request, returnTo, value(parameters, "state")));
  }

  /** The logout of providers that only take a client ID and an address, and notify no client. */
  private Reply endPlainly(Incoming request, @Nullable String client, @Nullable String returnTo) {
    if (returnTo == null || !isRegistered(client, returnTo)) {
      return refused("The address to return to is not registered.");
    }
    cookie.find(request).flatMap(core.signOns()::find).map(SignOn::sid).ifPresent(this::end);
    return cookie.clear(left(request, returnTo, null));
  }

  void end(String sid) {
    core.signOns().end(sid);
    core.grants().endSession(sid);
  }

  /** Section 2: without proof the OP SHOULD ask the End-User whether to log out. */
  private static boolean isProven(
      Incoming request, Optional<SignOn> current, Optional<String> hinted) {
    if (current.isEmpty() || hinted.equals(current.map(SignOn::sid))) {
      return true;
    }
    return request.method().equals("POST")
        && request.formValue(CONFIRMATION).equals(current.map(SignOn::confirmation));
  }

  private boolean isRegistered(@Nullable String client, String returnTo) {
    return client != null
        && core.registry()
            .client(client)
            .map(c -> c.postLogoutRedirectUris.contains(returnTo))
            .orElse(false);
  }

  private static Map<String, String> confirming(
      Map<String, List<String>> parameters, SignOn current) {
    Map<String, String> hidden = new LinkedHashMap<>();
    parameters.forEach((name, values) -> hidden.put(name, values.get(0)));
    hidden.put(CONFIRMATION, current.confirmation());
    return hidden;
  }

  private static Reply left(Incoming request, @Nullable String returnTo, @Nullable String state) {
    if (returnTo == null) {
      return Pages.message(200, "Signed out", "You can close this window.");
    }
    String separator = returnTo.contains("?") ? "&" : "?";
    String target =
        state == null ? returnTo : returnTo + separator + Forms.encode(Map.of("state", state));
    return Reply.redirect(request.method().equals("POST") ? 303 : 302, target);
  }

  private static Reply refused(String reason) {
    return Pages.message(400, "This sign-out cannot go on", reason);
  }

  private static @Nullable String value(Map<String, List<String>> parameters, String name) {
    List<String> values = parameters.getOrDefault(name, List.of());
    return values.isEmpty() ? null : values.get(0);
  }
}
