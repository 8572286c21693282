package dev.tms.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * A request of a signed-in user. Roles are the container's business: {@code isUserInRole} is not
 * answered here.
 */
final class SignedInRequest extends HttpServletRequestWrapper {
  private final TmsPrincipal principal;
  private final HttpServletResponse response;

  private SignedInRequest(
      HttpServletRequest request, HttpServletResponse response, TmsPrincipal principal) {
    super(request);
    this.response = response;
    this.principal = principal;
  }

  /** The request with the session's user; itself where there is none, or it has one already. */
  static HttpServletRequest wrap(
      HttpServletRequest request, HttpServletResponse response, TmsSession session) {
    TmsPrincipal principal = session.principal().orElse(null);
    boolean isDone =
        request instanceof ServletRequestWrapper wrapper
            && wrapper.isWrapperFor(SignedInRequest.class);
    return principal == null || request instanceof SignedInRequest || isDone
        ? request
        : new SignedInRequest(request, response, principal);
  }

  @Override
  public Principal getUserPrincipal() {
    return principal;
  }

  @Override
  public String getRemoteUser() {
    return principal.getName();
  }

  @Override
  public String getAuthType() {
    return TmsFilter.AUTH_TYPE;
  }

  @Override
  public boolean authenticate(@Nullable HttpServletResponse answer) {
    return true;
  }

  @Override
  public void login(@Nullable String username, @Nullable String password) throws ServletException {
    throw new ServletException("a user is signed in already, with OpenID Connect");
  }

  /** A silent no-op would leave a user signed in whom the application believes signed out. */
  @Override
  public void logout() throws ServletException {
    throw new ServletException("a browser signs out with a POST to /Auth/LogOut of TMS");
  }

  /** A dispatch of the container's own request would lose the user where no filter follows it. */
  @Override
  public AsyncContext startAsync() {
    return startAsync(this, response);
  }
}
