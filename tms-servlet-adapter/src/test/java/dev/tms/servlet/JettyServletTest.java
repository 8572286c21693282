package dev.tms.servlet;

/** The filter in Jetty. */
final class JettyServletTest extends ServletContract {
  @Override
  Container container() throws Exception {
    return new JettyContainer();
  }
}
