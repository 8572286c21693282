package dev.tms;

import dev.tms.contract.HttpContract;
import dev.tms.contract.RunningService;
import dev.tms.contract.ServiceSetup;
import dev.tms.policy.SessionHome;

/** The contract with sessions that live in the store. */
class JdkHttpStoreHeldTest extends HttpContract {
  @Override
  protected RunningService start(ServiceSetup setup) {
    return JdkServer.start(setup);
  }

  @Override
  protected SessionHome home() {
    return SessionHome.STORE;
  }
}
