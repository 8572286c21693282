package dev.tms.servlet;

/** Without code, in Jetty. */
final class JettyWebApplicationTest extends WebApplicationContract {
  @Override
  Container.OfFolders container() throws Exception {
    return new JettyContainer();
  }
}
