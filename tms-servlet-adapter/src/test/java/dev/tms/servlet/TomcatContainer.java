package dev.tms.servlet;

import jakarta.servlet.ServletContainerInitializer;
import java.nio.file.Path;
import java.util.Set;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Constants;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.websocket.server.WsSci;

/** Embedded Tomcat 10.1. */
final class TomcatContainer implements Container.OfFolders {
  private final Tomcat tomcat = new Tomcat();

  TomcatContainer() throws LifecycleException {
    tomcat.setBaseDir(Path.of("target", "tomcat").toAbsolutePath().toString());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "localhost");
    tomcat.getConnector().setProperty("maxThreads", "16");
    tomcat.getConnector().setProperty("maxHttpHeaderSize", String.valueOf(MAX_HEADER_BYTES));
    tomcat.start();
  }

  @Override
  public int port() {
    return tomcat.getConnector().getLocalPort();
  }

  @Override
  public void deploy(String contextPath, ServletContainerInitializer startup) {
    StandardContext context = new StandardContext();
    context.addLifecycleListener(new Tomcat.FixContextListener());
    context.addServletContainerInitializer(startup, Set.of());
    start(context, contextPath);
  }

  @Override
  public void deployWithSockets(
      String contextPath, ServletContainerInitializer startup, boolean first) {
    ServletContainerInitializer sockets = new WsSci();
    StandardContext context = new StandardContext();
    context.addLifecycleListener(new Tomcat.FixContextListener());
    context.addServletContainerInitializer(first ? sockets : startup, Set.of());
    context.addServletContainerInitializer(first ? startup : sockets, Set.of());
    context.addServletContainerInitializer(new EchoSocket.AtStart(), Set.of());
    start(context, contextPath);
  }

  @Override
  public void deploy(String contextPath, Path folder) {
    StandardContext context = new StandardContext();
    ContextConfig webXml = new ContextConfig();
    webXml.setDefaultWebXml(Constants.NoDefaultWebXml);
    context.addLifecycleListener(webXml);
    context.setDocBase(folder.toString());
    // the class path of the tests has the initializers of other containers too
    context.setContainerSciFilter("org\\.eclipse\\..*");
    context.getJarScanner().setJarScanFilter((type, jar) -> false); // there are none to look into
    start(context, contextPath);
  }

  private void start(StandardContext context, String contextPath) {
    context.setName(contextPath);
    context.setPath(contextPath);
    context.setParentClassLoader(getClass().getClassLoader());
    ErrorPage page = new ErrorPage();
    page.setLocation(ERROR_PAGE);
    context.addErrorPage(page);
    tomcat.getHost().addChild(context);
    if (context.getState() != LifecycleState.STARTED) {
      throw new IllegalStateException("the application did not start: " + context.getState());
    }
  }

  @Override
  public void close() {
    try {
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException e) {
      throw new IllegalStateException(e);
    }
  }
}
