package dev.tms.endpoint;

import dev.tms.http.Cookies;
import dev.tms.http.Parameters;
import dev.tms.http.Request;
import dev.tms.http.Response;
import dev.tms.login.Login;
import dev.tms.login.LoginOutcome;
import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;
import dev.tms.session.DeviceLabel;
import dev.tms.store.StoreUnavailableException;
import java.net.URI;

/** The redirect URI: takes the provider's answer (RFC 6749 section 4.1.2), by query or form. */
final class CallbackEndpoint implements Endpoint {
  private final Login login;
  private final Pages pages;

  /** Completes these logins. */
  CallbackEndpoint(Login login, URI frontEnd) {
    this.login = login;
    this.pages = new Pages(frontEnd);
  }

  @Override
  public Response handle(Request request) {
    boolean isPost = request.method().equals("POST");
    Parameters answer;
    try {
      answer = isPost ? Parameters.ofForm(request) : Parameters.ofQuery(request);
    } catch (TmsException e) {
      return pages.problem(request, ErrorCode.LOGIN_INVALID, null);
    }
    LoginOutcome outcome;
    try {
      DeviceLabel device = DeviceLabel.of(request.header("User-Agent"));
      outcome = login.complete(Cookies.of(request), answer, isPost, device);
    } catch (StoreUnavailableException e) {
      return pages.problem(request, e.code(), e.retryAfter().orElse(null));
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
