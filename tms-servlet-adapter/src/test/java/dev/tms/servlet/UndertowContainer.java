package dev.tms.servlet;

import io.undertow.Undertow;
import io.undertow.server.handlers.PathHandler;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ErrorPage;
import io.undertow.servlet.api.ServletContainer;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
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
    String path = contextPath.isEmpty() ? "/" : contextPath;
    DeploymentInfo info =
        new DeploymentInfo()
            .setClassLoader(getClass().getClassLoader())
            .setDeploymentName(path)
            .setContextPath(path)
            .addErrorPage(new ErrorPage(ERROR_PAGE))
            .addServletContainerInitializer(
                new ServletContainerInitializerInfo(
                    startup.getClass(), new ImmediateInstanceFactory<>(startup), Set.of()));
    DeploymentManager manager = container.addDeployment(info);
    manager.deploy();
    contexts.addPrefixPath(path, manager.start());
  }

  @Override
  public void close() {
    server.stop();
  }
}
