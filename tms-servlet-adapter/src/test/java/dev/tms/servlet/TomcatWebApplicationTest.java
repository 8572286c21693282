package dev.tms.servlet;

/** Without code, in Tomcat. */
final class TomcatWebApplicationTest extends WebApplicationContract {
  @Override
  Container.OfFolders container() throws Exception {
    return new TomcatContainer();
  }
}
