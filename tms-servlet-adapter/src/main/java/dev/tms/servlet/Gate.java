package dev.tms.servlet;

import dev.tms.Tms;
import dev.tms.http.Header;
import dev.tms.http.Request;
import dev.tms.http.Response;
import dev.tms.problem.ErrorCode;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Processes a request in the filter. Endpoints, protection and session are evaluated once per
 * request, not per dispatch: the application decides where it forwards to. Immutable.
 */
final class Gate {
  private static final Set<String> OTHERS_HAVE_TOO = Set.of("set-cookie", "vary");
  private static final String PROTECTED = Gate.class.getName();

  private final Tms tms;
  private final Protection protection;
  private final Challenge challenge;
  private final TmsSession signedOut;

  Gate(Tms tms, Protection protection) {
    this.tms = tms;
    this.protection = protection;
    this.challenge = new Challenge(tms.publicUrl());
    this.signedOut = TmsSession.signedOut(tms);
  }

  void pass(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    boolean isProtected = false;
    if (request.getDispatcherType() == DispatcherType.REQUEST) {
      RequestPath path = RequestPath.of(request);
      Request asked = new ServletRequestAdapter(request, path.whole());
      Optional<Response> answer = tms.tryHandle(asked);
      if (answer.isPresent()) {
        write(answer.get(), response);
        return;
      }
      if (!protection.isEmpty() && path.isAmbiguous()) {
        write(Response.problem(ErrorCode.REQUEST_INVALID).with(Protection.OF_REFUSALS), response);
        return;
      }
      isProtected = protection.covers(path);
      Optional<Response> refusal =
          isProtected && protection.checksOrigin() ? tms.crossSiteRefusal(asked) : Optional.empty();
      if (refusal.isPresent()) {
        write(refusal.get(), response);
        return;
      }
    }
    TmsSession session = session(request);
    if (isProtected && !session.isSignedIn()) {
      Response answer = challenge.to(request, session.reason()).with(session.headers());
      write(answer, response);
      return;
    }
    if (isProtected) {
      request.setAttribute(PROTECTED, true);
    }
    boolean isErrorPage = request.getDispatcherType() == DispatcherType.ERROR;
    HttpServletResponse guarded =
        isProtected || (isErrorPage && request.getAttribute(PROTECTED) != null)
            ? protection.guard(response)
            : response;
    guarded = CookieResponse.guard(guarded, session.headers());
    chain.doFilter(SignedInRequest.wrap(request, guarded, session), guarded);
  }

  /** Writes a complete response of the service, without the container's error pages. */
  static void write(Response answer, HttpServletResponse response) throws IOException {
    response.setStatus(answer.status());
    Set<String> begun = new HashSet<>(OTHERS_HAVE_TOO);
    for (Header header : answer.headers()) {
      if (begun.add(header.name().toLowerCase(Locale.ROOT))) {
        response.setHeader(header.name(), header.value());
      } else {
        response.addHeader(header.name(), header.value());
      }
    }
    byte[] body = answer.body();
    if (body.length > 0) {
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
    }
  }

  /** Whether the request asks for another protocol, such as WebSocket (RFC 6455, RFC 8441). */
  static boolean isUpgrade(HttpServletRequest request) {
    return request.getHeader("Upgrade") != null || request.getMethod().equals("CONNECT");
  }

  private TmsSession session(HttpServletRequest request) {
    @Nullable TmsSession known = TmsSession.find(request);
    if (known != null) {
      return known;
    }
    TmsSession session =
        request.getHeader("Cookie") == null
            ? signedOut
            : TmsSession.open(tms, SessionRequest.of(request));
    request.setAttribute(TmsSession.ATTRIBUTE, session);
    return session;
  }
}
