package dev.tms.servlet;

/** The filter in Tomcat. */
final class TomcatServletTest extends ServletContract {
  @Override
  Container container() throws Exception {
    return new TomcatContainer();
  }
}
