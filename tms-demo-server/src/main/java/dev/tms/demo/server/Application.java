package dev.tms.demo.server;

import dev.tms.Tms;
import dev.tms.servlet.TmsFilter;
import io.undertow.server.HttpHandler;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletStackTraces;
import jakarta.servlet.ServletException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/** The service as a web application: the filter, and behind it nothing. */
final class Application implements AutoCloseable {
  private final DeploymentManager deployment;
  private final HttpHandler handler;
  private final Optional<ExecutorService> threads = RequestThreads.virtual();

  Application(Tms tms) {
    DeploymentInfo info =
        Servlets.deployment()
            .setClassLoader(Application.class.getClassLoader())
            .setDeploymentName("tms")
            .setContextPath("/")
            .setSessionConfigWrapper((config, deployed) -> new NoContainerSession())
            // the default shows them to this machine: behind a proxy on it, to everybody
            .setServletStackTraces(ServletStackTraces.NONE)
            .addThreadSetupAction(RequestIds.onItsThreads())
            .addServlet(Servlets.servlet("nothing", NothingServlet.class).addMapping("/*"))
            .addServletExtension((extended, context) -> TmsFilter.of(tms).addTo(context));
    threads.ifPresent(info::setExecutor);
    this.deployment = Servlets.newContainer().addDeployment(info);
    deployment.deploy();
    try {
      this.handler = deployment.start();
    } catch (ServletException e) {
      throw new IllegalStateException("the web application does not start", e);
    }
  }

  HttpHandler handler() {
    return handler;
  }

  @Override
  public void close() {
    try {
      deployment.stop();
      deployment.undeploy();
    } catch (ServletException e) {
      throw new IllegalStateException("the web application does not stop", e);
    } finally {
      threads.ifPresent(ExecutorService::shutdown);
    }
  }
}
