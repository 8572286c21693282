package dev.tms.testkit;

import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.OIDCError;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.claims.ACR;
import dev.tms.testkit.AuthorizationCheck.Addressed;
import dev.tms.testkit.grant.Grant;
import dev.tms.testkit.grant.Grants;
import dev.tms.testkit.grant.SignOns;
import dev.tms.testkit.grant.SignOns.SignOn;
import dev.tms.testkit.http.Forms;
import dev.tms.testkit.http.Incoming;
import dev.tms.testkit.http.Reply;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The authorization endpoint and the login form (OpenID Connect Core 3.1.2). Consent is implied.
 */
final class AuthorizationEndpoint {
  private final Core core;
  private final AuthorizationCheck check;
  private final AuthorizationResponder responder;
  private final SignOnCookie cookie;

  AuthorizationEndpoint(Core core, SignOnCookie cookie) {
    this.core = core;
    this.check = new AuthorizationCheck(core);
    this.responder = new AuthorizationResponder(core);
    this.cookie = cookie;
  }

  Reply authorize(Incoming request) {
    int redirect = request.method().equals("POST") ? 303 : 302;
    Addressed addressed;
    try {
      addressed = check.address(request.parameters());
    } catch (IllegalArgumentException e) {
      return Pages.message(400, "This sign-in cannot start", String.valueOf(e.getMessage()));
    }
    try {
      AuthorizationRequest parsed = check.parse(addressed);
      Optional<SignOn> signOn = cookie.find(request).flatMap(core.signOns()::find);
      if (signOn.isPresent() && isEnough(signOn.get(), parsed)) {
        return granted(addressed, parsed, signOn.get(), redirect);
      }
      Prompt prompt = parsed.getPrompt();
      if (prompt != null && prompt.contains(Prompt.Type.NONE)) {
        throw Refusal.of(OIDCError.LOGIN_REQUIRED, "no user is signed in, or not well enough");
      }
      return loginPage(addressed, loginHint(parsed), null);
    } catch (Refusal refusal) {
      return responder.error(addressed, refusal.error(), redirect);
    }
  }

  /** Handles the submitted login form, whose query is the authorization request. */
  Reply login(Incoming request) {
    Addressed addressed;
    try {
      addressed = check.address(request.query());
    } catch (IllegalArgumentException e) {
      return Pages.message(400, "This sign-in cannot go on", String.valueOf(e.getMessage()));
    }
    try {
      AuthorizationRequest parsed = check.parse(addressed);
      String username = request.formValue("username").orElse("");
      String password = request.formValue("password").orElse("");
      Optional<TestUser> user = core.registry().login(username, password);
      if (user.isEmpty()) {
        return loginPage(addressed, username, "User name or password is wrong. Please try again.");
      }
      SignOns.Started started =
          core.signOns()
              .start(
                  cookie.find(request).orElse(null),
                  user.get().subject(),
                  core.now(),
                  acrValues(parsed).stream().findFirst().map(ACR::getValue).orElse(null));
      Reply reply = granted(addressed, parsed, started.signOn(), 303);
      return cookie.set(reply, core.registry().issued(started.cookie()));
    } catch (Refusal refusal) {
      return responder.error(addressed, refusal.error(), 303);
    }
  }

  private Reply granted(
      Addressed addressed, AuthorizationRequest request, SignOn signOn, int redirect) {
    Set<String> scopes =
        request.getScope() == null ? Set.of() : Set.copyOf(request.getScope().toStringList());
    Grant grant =
        new Grant(
            addressed.client().id,
            signOn.subject(),
            scopes,
            signOn,
            nonce(request),
            isOffline(request, scopes));
    String challenge =
        request.getCodeChallenge() == null ? null : request.getCodeChallenge().getValue();
    Instant expires = core.now().plus(core.settings().codeLifetime);
    String code =
        core.grants()
            .issueCode(new Grants.CodeRequest(grant, addressed.redirectUri(), challenge, expires));
    return responder.code(addressed, core.registry().issued(code), redirect);
  }

  private Reply loginPage(Addressed addressed, String username, @Nullable String message) {
    String action =
        core.addresses().pathOf(RequestKind.LOGIN) + "?" + Forms.encodeAll(addressed.parameters());
    return Pages.login(action, addressed.client().id, username, core.registry().hint(), message);
  }

  private boolean isEnough(SignOn signOn, AuthorizationRequest request) {
    Prompt prompt = request.getPrompt();
    if (prompt != null
        && (prompt.contains(Prompt.Type.LOGIN) || prompt.contains(Prompt.Type.SELECT_ACCOUNT))) {
      return false;
    }
    List<ACR> acrs = acrValues(request);
    boolean acrFits =
        acrs.isEmpty() || acrs.stream().anyMatch(acr -> acr.getValue().equals(signOn.acr()));
    if (!acrFits || !(request instanceof AuthenticationRequest authentication)) {
      return acrFits;
    }
    // OpenID Connect Core 3.1.2.1: if the elapsed time is greater, MUST actively re-authenticate
    int maxAge = authentication.getMaxAge();
    boolean young =
        maxAge < 0 || (maxAge > 0 && !core.now().isAfter(signOn.authTime().plusSeconds(maxAge)));
    return young && hintFits(signOn, authentication);
  }

  private boolean hintFits(SignOn signOn, AuthenticationRequest request) {
    if (request.getIDTokenHint() == null) {
      return true;
    }
    ErrorObject error = OAuth2Error.INVALID_REQUEST;
    return Jwts.verified(request.getIDTokenHint().serialize(), core.keys().published())
        .orElseThrow(() -> Refusal.of(error, "id_token_hint was not issued here"))
        .getSubject()
        .equals(signOn.subject());
  }

  private boolean isOffline(AuthorizationRequest request, Set<String> scopes) {
    return switch (core.profile().offline()) {
      case SCOPE -> scopes.contains("offline_access");
      case ACCESS_TYPE -> {
        Prompt prompt = request.getPrompt();
        boolean consents = prompt != null && prompt.contains(Prompt.Type.CONSENT);
        yield consents && List.of("offline").equals(request.getCustomParameter("access_type"));
      }
      case ALWAYS -> true;
    };
  }

  private static List<ACR> acrValues(AuthorizationRequest request) {
    return request instanceof AuthenticationRequest authentication
            && authentication.getACRValues() != null
        ? authentication.getACRValues()
        : List.of();
  }

  private static String loginHint(AuthorizationRequest request) {
    return request instanceof AuthenticationRequest authentication
            && authentication.getLoginHint() != null
        ? authentication.getLoginHint()
        : "";
  }

  private static @Nullable String nonce(AuthorizationRequest request) {
    return request instanceof AuthenticationRequest authentication
            && authentication.getNonce() != null
        ? authentication.getNonce().getValue()
        : null;
  }
}
