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
import java.util.List;
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
   * Undertow maps its filter when all initializers have run. The first endpoints come from an
   * initializer in front of the application, the last ones from the deployment.
   */
  @Override
  public void deployWithSockets(
      String contextPath, ServletContainerInitializer startup, boolean first)
      throws ServletException {
    ServletContainerInitializer both =
        (classes, context) -> {
          if (first) {
            EchoSocket.addTo(context, List.of(EchoSocket.PROTECTED, EchoSocket.PUBLIC));
          }
          startup.onStartup(classes, context);
        };
    WebSocketDeploymentInfo sockets = new WebSocketDeploymentInfo();
    if (!first) {
      sockets
          .addEndpoint(EchoSocket.at(EchoSocket.PROTECTED))
          .addEndpoint(EchoSocket.at(EchoSocket.PUBLIC));
    }
    deploy(
        info(contextPath, both)
            .addServletContextAttribute(WebSocketDeploymentInfo.ATTRIBUTE_NAME, sockets));
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
