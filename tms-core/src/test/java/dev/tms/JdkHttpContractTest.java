package dev.tms;

import dev.tms.contract.HttpContract;
import dev.tms.contract.RunningService;
import dev.tms.contract.ServiceSetup;

/** The contract on the JDK's own server: core without any container. */
class JdkHttpContractTest extends HttpContract {
  @Override
  protected RunningService start(ServiceSetup setup) {
    return JdkServer.start(setup);
  }
}
