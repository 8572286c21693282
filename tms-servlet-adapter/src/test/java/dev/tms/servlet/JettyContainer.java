package dev.tms.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.nio.file.Path;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.annotations.AnnotationConfiguration;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.FilterMapping;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.ee10.websocket.servlet.WebSocketUpgradeFilter;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.core.server.WebSocketUpgradeHandler;

/** Embedded Jetty 12 with its Jakarta EE 10 environment. */
final class JettyContainer implements Container.OfFolders {
  private final Server server = new Server(new QueuedThreadPool(24, 4));
  private final HttpConfiguration http = new HttpConfiguration();
  private final ServerConnector connector =
      new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
  private final ContextHandlerCollection contexts = new ContextHandlerCollection(true);

  JettyContainer() throws Exception {
    http.setRequestHeaderSize(MAX_HEADER_BYTES);
    http.setResponseHeaderSize(MAX_HEADER_BYTES);
    connector.setHost("localhost");
    server.addConnector(connector);
    server.setHandler(contexts);
    server.start();
  }

  @Override
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void deploy(String contextPath, ServletContainerInitializer startup) throws Exception {
    ServletContextHandler context = new ServletContextHandler(ServletContextHandler.SESSIONS);
    context.addServletContainerInitializer(startup);
    start(context, contextPath);
  }

  @Override
  public void deployWithSockets(
      String contextPath, ServletContainerInitializer startup, boolean first) throws Exception {
    ServletContainerInitializer sockets = new JakartaWebSocketServletContainerInitializer();
    ServletContextHandler context = new ServletContextHandler(ServletContextHandler.SESSIONS);
    context.addServletContainerInitializer(first ? sockets : startup);
    context.addServletContainerInitializer(first ? startup : sockets);
    context.addServletContainerInitializer(new EchoSocket.AtStart());
    start(context, contextPath);
  }

  /** What an application does that adds its first endpoint when it runs already. */
  void putSocketsInFront(ServletContext context) {
    ServletContextHandler application = ServletContextHandler.getServletContextHandler(context);
    FilterHolder filter = WebSocketUpgradeFilter.ensureFilter(context);
    FilterMapping mapping = new FilterMapping();
    mapping.setFilterName(filter.getName());
    mapping.setPathSpec("/*");
    mapping.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST));
    application.getServletHandler().prependFilterMapping(mapping);
  }

  /** A handler of Jetty's own, in front of all applications. */
  void addSocketHandler() throws Exception {
    Handler sockets = new WebSocketUpgradeHandler();
    contexts.addHandler(sockets);
    sockets.start();
  }

  @Override
  public void deploy(String contextPath, Path folder) throws Exception {
    WebAppContext context = new WebAppContext();
    context.setBaseResource(ResourceFactory.of(context).newResource(folder));
    context.setParentLoaderPriority(true);
    context.addConfiguration(new AnnotationConfiguration());
    // the class path of the tests has the initializers of other containers too
    context.setAttribute(
        "org.eclipse.jetty.containerInitializerExclusionPattern", "org\\.apache\\..*");
    context.setThrowUnavailableOnStartupException(true);
    start(context, contextPath);
  }

  private void start(ServletContextHandler context, String contextPath) throws Exception {
    context.setContextPath(contextPath.isEmpty() ? "/" : contextPath);
    ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
    errors.addErrorPage(ErrorPageErrorHandler.GLOBAL_ERROR_PAGE, ERROR_PAGE);
    context.setErrorHandler(errors);
    contexts.addHandler(context);
    context.start();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
