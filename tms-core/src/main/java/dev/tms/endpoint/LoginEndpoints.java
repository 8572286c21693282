package dev.tms.endpoint;

import dev.tms.endpoint.Router.DomainPath;
import dev.tms.http.Request;
import dev.tms.http.Response;
import dev.tms.http.ReturnUrls;
import dev.tms.login.Login;
import dev.tms.login.Login.BeginOutcome;
import dev.tms.login.Login.LoginOutcome;
import dev.tms.login.Login.LoginRequest;
import dev.tms.oauth.AllowedValues;
import dev.tms.oidc.LoginParameters;
import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;
import dev.tms.session.DeviceLabel;
import dev.tms.store.StoreUnavailableException;
import dev.tms.tenant.CustomerDomain;
import dev.tms.web.Cookies;
import dev.tms.web.Parameters;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The endpoints that begin a login and receive the provider's response. Thread-safe. */
final class LoginEndpoints {
  private final Login login;
  private final ReturnUrls returnUrls;
  private final Map<String, AllowedValues> allowed;
  private final Pages pages;

  /** {@code allowed} lists the parameters that callers may set, with their allowed values. */
  LoginEndpoints(Login login, ReturnUrls returnUrls, Map<String, AllowedValues> allowed) {
    this.login = login;
    this.returnUrls = returnUrls;
    this.allowed = allowed;
    this.pages = new Pages(returnUrls.frontEnd());
  }

  /**
   * {@code GET /Auth/Domains/{customerDomain}/BeginLogin}, {@code GET /Auth/BeginLogin} and {@code
   * POST /Auth/BeginLogin}: redirects the browser to the provider.
   */
  Response begin(Request request) {
    try {
      BeginOutcome outcome = login.begin(Cookies.of(request), loginRequest(request));
      if (outcome instanceof BeginOutcome.Redirect redirect) {
        return Response.status(302)
            .header("Location", redirect.location().toString())
            .cookies(redirect.cookies())
            .build();
      }
      BeginOutcome.Refused refused = (BeginOutcome.Refused) outcome;
      return pages.problem(request, refused.code(), refused.retryAfter());
    } catch (TmsException e) {
      return pages.problem(request, e.code(), e.retryAfter().orElse(null));
    }
  }

  private LoginRequest loginRequest(Request request) {
    Parameters query = Parameters.ofQuery(request);
    boolean isPost = request.method().equals("POST");
    Parameters given = isPost ? Parameters.ofForm(request) : query;
    String inPath = DomainPath.domainIn(request.path());
    String domain = inPath != null ? inPath : given.firstIgnoreCase("CustomerDomain");
    return new LoginRequest(domain(domain), returnUrl(given), LoginParameters.of(given, allowed));
  }

  private static @Nullable CustomerDomain domain(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    return CustomerDomain.parse(text)
        .orElseThrow(() -> new TmsException(ErrorCode.DOMAIN_INVALID, "not a customer domain"));
  }

  private URI returnUrl(Parameters given) {
    if (given.contradicts("returnUrl")) {
      throw new TmsException(
          ErrorCode.RETURN_URL_INVALID, "returnUrl occurs twice with different values");
    }
    String text = given.first("returnUrl");
    Optional<URI> target =
        text == null ? Optional.of(returnUrls.frontEnd()) : returnUrls.resolve(text);
    return target.orElseThrow(
        () ->
            new TmsException(
                ErrorCode.RETURN_URL_INVALID, "the returnUrl is not under a front end"));
  }

  /** The redirect URI: accepts the response (RFC 6749 section 4.1.2) by query or form. */
  Response complete(Request request) {
    boolean isPost = request.method().equals("POST");
    LoginOutcome outcome;
    try {
      DeviceLabel device = DeviceLabel.of(request.header("User-Agent"));
      outcome = login.complete(Cookies.of(request), Parameters.ofAnswer(request), isPost, device);
    } catch (StoreUnavailableException e) {
      return pages.problem(request, e.code(), e.retryAfter().orElse(null));
    } catch (TmsException e) {
      outcome = login.invalid(String.valueOf(e.getMessage()));
    }
    if (outcome instanceof LoginOutcome.Return back) {
      return Response.status(isPost ? 303 : 302)
          .header("Location", back.location().toString())
          .cookies(back.cookies())
          .build();
    }
    return pages.problem(request, ((LoginOutcome.Refused) outcome).code(), null);
  }
}
