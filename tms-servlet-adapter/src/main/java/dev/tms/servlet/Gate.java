package dev.tms.servlet;

import dev.tms.Tms;
import dev.tms.http.Header;
import dev.tms.http.ProblemJson;
import dev.tms.http.Request;
import dev.tms.http.Response;
import dev.tms.problem.ErrorCode;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way of a request through the filter. Whatever dispatches follow one request, endpoints and
 * protection are looked at once and the session is opened once: where the application forwards to
 * is its own decision. Immutable.
 */
final class Gate {
  private static final List<Header> NOT_STORED = List.of(new Header("Cache-Control", "no-store"));

  private final Tms tms;
  private final PathPatterns patterns;
  private final Challenge challenge;
  private final TmsSession nobody;

  Gate(Tms tms, PathPatterns patterns) {
    this.tms = tms;
    this.patterns = patterns;
    this.challenge = new Challenge(tms.publicUrl());
    this.nobody = TmsSession.nobody(tms);
  }

  void pass(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    boolean isProtected = false;
    if (request.getDispatcherType() == DispatcherType.REQUEST) {
      RequestPath path = RequestPath.of(request);
      if (tms.serves(path.whole())) {
        Request asked = new ServletRequestAdapter(request, path.whole());
        ServletResponseWriter.write(tms.handle(asked), response);
        return;
      }
      if (!patterns.isEmpty() && path.isAmbiguous()) {
        ServletResponseWriter.write(
            ProblemJson.of(ErrorCode.REQUEST_INVALID).with(NOT_STORED), response);
        return;
      }
      isProtected = patterns.match(path);
    }
    TmsSession session = session(request);
    if (isProtected && !session.isSignedIn()) {
      Response answer = challenge.to(request, session.reason()).with(session.headers());
      ServletResponseWriter.write(answer, response);
      return;
    }
    if (isProtected) {
      // shared caches may keep an answer in spite of the request's Cookie (RFC 9111 section 3)
      response.setHeader("Cache-Control", "private");
    }
    HttpServletResponse guarded = CookieResponse.guard(response, session.headers());
    chain.doFilter(SignedInRequest.wrap(request, guarded, session), guarded);
  }

  private TmsSession session(HttpServletRequest request) {
    @Nullable TmsSession known = TmsSession.find(request);
    if (known != null) {
      return known;
    }
    TmsSession session =
        request.getHeader("Cookie") == null
            ? nobody
            : TmsSession.open(tms, SessionRequest.of(request));
    request.setAttribute(TmsSession.ATTRIBUTE, session);
    return session;
  }
}
