package dev.tms.servlet;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A WebSocket endpoint, on a protected and on a public path. */
public final class EchoSocket extends Endpoint {
  static final String PROTECTED = "/account/socket";
  static final String PUBLIC = "/socket";

  /** How many connections were opened. */
  static final AtomicInteger OPENED = new AtomicInteger();

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    OPENED.incrementAndGet();
  }

  static ServerEndpointConfig at(String path) {
    return ServerEndpointConfig.Builder.create(EchoSocket.class, path).build();
  }

  /** Adds the endpoints when all initializers have run. */
  static final class AtStart implements ServletContainerInitializer {
    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) {
      context.addListener(
          new ServletContextListener() {
            @Override
            public void contextInitialized(ServletContextEvent event) {
              addTo(event.getServletContext(), List.of(PROTECTED, PUBLIC));
            }
          });
    }
  }

  static void addTo(ServletContext context, List<String> paths) {
    try {
      ServerContainer sockets =
          (ServerContainer) context.getAttribute(ServerContainer.class.getName());
      for (String path : paths) {
        sockets.addEndpoint(at(path));
      }
    } catch (DeploymentException e) {
      throw new IllegalStateException(e);
    }
  }
}
