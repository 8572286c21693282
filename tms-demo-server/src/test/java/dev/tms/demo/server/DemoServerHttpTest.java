package dev.tms.demo.server;

import dev.tms.Tms;
import dev.tms.contract.FreePort;
import dev.tms.contract.HttpContract;
import dev.tms.contract.RunningService;
import dev.tms.contract.ServiceSetup;
import java.util.function.UnaryOperator;

/** The HTTP contract on the server's own bridge, as it is deployed. */
final class DemoServerHttpTest extends HttpContract {
  private record Running(String origin, TmsServer server) implements RunningService {
    @Override
    public void close() {
      server.close();
    }
  }

  @Override
  protected RunningService start(ServiceSetup setup) {
    int port = FreePort.next();
    String origin = "http://localhost:" + port;
    Tms tms = setup.build(origin);
    Binding binding = Binding.clear("localhost", port);
    return new Running(
        origin,
        TmsServer.start(
            tms, binding, new Health(), UnaryOperator.identity(), Management.HEALTH_ONLY));
  }
}
