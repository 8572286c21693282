package dev.tms.servlet;

/** The filter in Undertow. */
final class UndertowServletTest extends ServletContract {
  @Override
  Container container() throws Exception {
    return new UndertowContainer();
  }
}
