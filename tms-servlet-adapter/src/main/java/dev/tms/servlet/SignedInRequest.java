package dev.tms.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** A request of a signed-in user. {@code isUserInRole} is left to the container. */
final class SignedInRequest extends HttpServletRequestWrapper {
  private final TmsPrincipal principal;
  private final HttpServletResponse response;

  private SignedInRequest(
      HttpServletRequest request, HttpServletResponse response, TmsPrincipal principal) {
    super(request);
    this.response = response;
    this.principal = principal;
  }

  /** Returns the request itself if it has no signed-in user or is already wrapped. */
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

  /** Throws, because the application would take a silent no-op for a sign-out. */
  @Override
  public void logout() throws ServletException {
    throw new ServletException("a browser signs out with a POST to /Auth/LogOut of TMS");
  }

  /**
   * Dispatches this wrapper: the container's own request would lose the user if no filter follows.
   */
  @Override
  public AsyncContext startAsync() {
    return startAsync(this, response);
  }
}
