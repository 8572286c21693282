package dev.tms.endpoint;

import dev.tms.browser.ReturnUrls;
import dev.tms.endpoint.Router.DomainPath;
import dev.tms.http.Cookies;
import dev.tms.http.Parameters;
import dev.tms.http.Request;
import dev.tms.http.Response;
import dev.tms.login.BeginOutcome;
import dev.tms.login.Login;
import dev.tms.login.LoginRequest;
import dev.tms.oauth.AllowedValues;
import dev.tms.oidc.LoginParameters;
import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;
import dev.tms.tenant.CustomerDomain;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /Auth/Domains/{customerDomain}/BeginLogin}, {@code GET /Auth/BeginLogin} and {@code
 * POST /Auth/BeginLogin}: sends the browser to the provider.
 */
final class BeginLoginEndpoint implements Endpoint {
  private final Login login;
  private final ReturnUrls returnUrls;
  private final Map<String, AllowedValues> allowed;
  private final Pages pages;

  /**
   * Begins these logins.
   *
   * @param allowed the parameters that callers may set besides, with their values
   */
  BeginLoginEndpoint(Login login, ReturnUrls returnUrls, Map<String, AllowedValues> allowed) {
    this.allowed = allowed;
    this.login = login;
    this.returnUrls = returnUrls;
    this.pages = new Pages(returnUrls.frontEnd());
  }

  @Override
  public Response handle(Request request) {
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
}
