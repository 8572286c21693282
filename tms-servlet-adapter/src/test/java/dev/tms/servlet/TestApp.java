package dev.tms.servlet;

import dev.tms.problem.TmsException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** The application behind the filter. Every answer of its own has the header {@code X-App}. */
final class TestApp implements ServletContainerInitializer {
  static final String[] PROTECTED = {"/account/*", "/api/*", "/exact", "*.do"};

  /** How many requests of clients reached one of its servlets. */
  final AtomicInteger hits = new AtomicInteger();

  /** How many HttpSessions there were. */
  final AtomicInteger sessions = new AtomicInteger();

  /** What happens in the middle of a request to {@code /during}. */
  volatile Runnable during = () -> {};

  private final TmsFilter filter;
  private final boolean asItShouldBe;

  /**
   * @param asItShouldBe whether the filter is added by its own method; otherwise twice, and not for
   *     asynchronous and error dispatches
   */
  TestApp(TmsFilter filter, boolean asItShouldBe) {
    this.filter = filter;
    this.asItShouldBe = asItShouldBe;
  }

  private interface Action {
    void run(HttpServletRequest request, HttpServletResponse response)
        throws IOException, ServletException;
  }

  @Override
  public void onStartup(Set<Class<?>> classes, ServletContext context) {
    if (asItShouldBe) {
      filter.addTo(context);
    } else {
      for (String name : List.of("once", "again")) {
        var added = context.addFilter(name, filter);
        added.setAsyncSupported(true);
        added.addMappingForUrlPatterns(
            EnumSet.of(DispatcherType.REQUEST, DispatcherType.FORWARD, DispatcherType.INCLUDE),
            true,
            "/*");
      }
    }
    context.addListener(
        new HttpSessionListener() {
          @Override
          public void sessionCreated(HttpSessionEvent event) {
            sessions.incrementAndGet();
          }
        });
    add(context, "who", TestApp::who, "/", "/account/*", "*.do", "/who");
    add(context, "token", TestApp::token, "/token", "/account/token");
    add(context, "forward", forward("/account/inside"), "/forward");
    add(context, "include", TestApp::include, "/include");
    add(context, "async", TestApp::async, "/async");
    add(context, "asyncWork", TestApp::asyncWork, "/async-work");
    add(
        context,
        "missing",
        (request, response) -> response.sendError(404),
        "/missing",
        "/account/missing");
    add(context, "fail", TestApp::fail, "/fail", "/account/fail");
    add(context, "during", this::during, "/during");
    add(context, "cache", TestApp::cache, "/cache", "/account/cache");
    add(context, "reset", TestApp::reset, "/reset", "/account/reset");
  }

  private void add(ServletContext context, String name, Action action, String... mappings) {
    HttpServlet servlet =
        new HttpServlet() {
          private static final long serialVersionUID = 1L;

          @Override
          protected void service(HttpServletRequest request, HttpServletResponse response)
              throws IOException, ServletException {
            if (request.getDispatcherType() == DispatcherType.REQUEST) {
              hits.incrementAndGet();
            }
            response.setHeader("X-App", name);
            action.run(request, response);
          }
        };
    ServletRegistration.Dynamic added = context.addServlet(name, servlet);
    added.setAsyncSupported(true);
    added.addMapping(mappings);
  }

  /** Who the request is from, as far as an application can see. */
  static void who(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setContentType("text/plain");
    response.getWriter().println(describe(request));
  }

  private static String describe(HttpServletRequest request) {
    TmsSession session = TmsSession.of(request);
    return "principal=%s remote=%s auth=%s role=%s signedIn=%s name=%s dispatch=%s"
        .formatted(
            request.getUserPrincipal() == null ? null : request.getUserPrincipal().getName(),
            request.getRemoteUser(),
            request.getAuthType(),
            request.isUserInRole("admin"),
            session.isSignedIn(),
            session.claims().string("name").orElse(null),
            request.getDispatcherType());
  }

  private static void token(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.getWriter().print(tokenOrCode(TmsSession.of(request)));
  }

  private static String tokenOrCode(TmsSession session) {
    try {
      return session.accessToken().reveal();
    } catch (TmsException e) {
      return e.code().wire();
    }
  }

  private static Action forward(String path) {
    return (request, response) -> request.getRequestDispatcher(path).forward(request, response);
  }

  private static void include(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    response.getWriter().println("before");
    request.getRequestDispatcher("/who").include(request, response);
  }

  private static void async(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext context = request.startAsync();
    new Thread(() -> context.dispatch("/who")).start();
  }

  private static void asyncWork(HttpServletRequest request, HttpServletResponse response) {
    TmsSession session = TmsSession.of(request);
    AsyncContext context = request.startAsync();
    context.start(
        () -> {
          try {
            context.getResponse().getWriter().print(tokenOrCode(session));
          } catch (IOException e) {
            throw new IllegalStateException(e);
          } finally {
            context.complete();
          }
        });
  }

  private static void fail(HttpServletRequest request, HttpServletResponse response) {
    throw new IllegalStateException("the application has a defect");
  }

  private void during(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.getWriter().println("begun");
    response.flushBuffer();
    during.run();
    response.getWriter().print(tokenOrCode(TmsSession.of(request)));
  }

  private static void cache(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Cache-Control", "public, max-age=600");
    response.addHeader("CDN-Cache-Control", "max-age=600");
    response.setDateHeader("Expires", 4_000_000_000_000L);
    response.setHeader("Vary", "Accept-Language");
    response.getWriter().print("cached");
  }

  private static void reset(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.reset();
    response.setHeader("X-App", "reset");
    response.setHeader("Set-Cookie", "app=1");
    response.getWriter().print("anew");
  }
}
