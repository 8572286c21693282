package dev.tms.servlet;

import dev.tms.contract.HttpContract;
import dev.tms.contract.RunningService;
import dev.tms.contract.ServiceSetup;

/** The HTTP contract in Tomcat. */
final class TomcatHttpTest extends HttpContract {
  @Override
  protected RunningService start(ServiceSetup setup) throws Exception {
    return FilterOnly.start(new TomcatContainer(), setup);
  }
}
