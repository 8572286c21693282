package dev.tms.servlet;

import jakarta.servlet.ServletContainerInitializer;
import java.nio.file.Path;

/** A container that listens on a free port of localhost, and takes applications afterwards. */
interface Container extends AutoCloseable {
  /** A session can be four cookies of 4 KiB; by default Jetty and Tomcat take 8 KiB of headers. */
  int MAX_HEADER_BYTES = 32 * 1024;

  /** The path of every application's error page. */
  String ERROR_PAGE = "/error";

  int port();

  default String origin() {
    return "http://localhost:" + port();
  }

  /** Deploys an application that is set up by code. */
  void deploy(String contextPath, ServletContainerInitializer startup) throws Exception;

  /**
   * Deploys the same with WebSockets as this container has them, and {@link EchoSocket} at its two
   * paths.
   *
   * @param first whether the container's WebSockets are set up before the application
   */
  void deployWithSockets(String contextPath, ServletContainerInitializer startup, boolean first)
      throws Exception;

  @Override
  void close();

  /** A container that also takes folders with {@code WEB-INF/web.xml}. */
  interface OfFolders extends Container {
    /** Deploys a folder. */
    void deploy(String contextPath, Path folder) throws Exception;
  }
}
