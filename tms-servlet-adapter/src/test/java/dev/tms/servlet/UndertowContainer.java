package dev.tms.servlet;

import io.undertow.Undertow;
import io.undertow.server.handlers.PathHandler;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ErrorPage;
import io.undertow.servlet.api.ServletContainer;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import io.undertow.websockets.jsr.WebSocketDeploymentInfo;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletException;
import java.net.InetSocketAddress;
import java.util.Set;

/** Embedded Undertow. */
final class UndertowContainer implements Container {
  private final PathHandler contexts = new PathHandler();
  private final ServletContainer container = ServletContainer.Factory.newInstance();
  private final Undertow server =
      Undertow.builder()
          .setIoThreads(2)
          .setWorkerThreads(16)
          .addHttpListener(0, "localhost")
          .setHandler(contexts)
          .build();

  UndertowContainer() {
    server.start();
  }

  @Override
  public int port() {
    return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }

  @Override
  public void deploy(String contextPath, ServletContainerInitializer startup)
      throws ServletException {
    deploy(info(contextPath, startup));
  }

  /**
   * Undertow sets WebSockets up before every initializer; they come after the application where
   * that has been told by the deployment.
   */
  @Override
  public void deployWithSockets(
      String contextPath, ServletContainerInitializer startup, boolean first)
      throws ServletException {
    WebSocketDeploymentInfo sockets =
        new WebSocketDeploymentInfo()
            .addEndpoint(EchoSocket.at(EchoSocket.PROTECTED))
            .addEndpoint(EchoSocket.at(EchoSocket.PUBLIC));
    DeploymentInfo info =
        info(contextPath, startup)
            .addServletContextAttribute(WebSocketDeploymentInfo.ATTRIBUTE_NAME, sockets);
    deploy(info);
  }

  private DeploymentInfo info(String contextPath, ServletContainerInitializer startup) {
    String path = contextPath.isEmpty() ? "/" : contextPath;
    return new DeploymentInfo()
        .setClassLoader(getClass().getClassLoader())
        .setDeploymentName(path)
        .setContextPath(path)
        .addErrorPage(new ErrorPage(ERROR_PAGE))
        .addServletContainerInitializer(
            new ServletContainerInitializerInfo(
                startup.getClass(), new ImmediateInstanceFactory<>(startup), Set.of()));
  }

  private void deploy(DeploymentInfo info) throws ServletException {
    DeploymentManager manager = container.addDeployment(info);
    manager.deploy();
    contexts.addPrefixPath(info.getContextPath(), manager.start());
  }

  @Override
  public void close() {
    server.stop();
  }
}
