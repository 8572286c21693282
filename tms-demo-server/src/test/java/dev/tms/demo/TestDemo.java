package dev.tms.demo;

import dev.tms.Tms;
import dev.tms.contract.FreePort;
import dev.tms.demo.page.Demo;
import dev.tms.demo.server.Binding;
import dev.tms.demo.server.Health;
import dev.tms.demo.server.Management;
import dev.tms.demo.server.TmsServer;
import dev.tms.testkit.TestProvider;
import java.net.URI;
import java.security.SecureRandom;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The demonstration in this process, on a free port; as an extension, until its class is done. */
public final class TestDemo implements AutoCloseable, AfterAllCallback {
  private final Demo demo;
  private final TmsServer server;

  private TestDemo(int port) {
    Health health = new Health();
    demo = Demo.start(port, new SecureRandom());
    Tms tms = demo.service().build();
    server =
        TmsServer.start(
            tms, Binding.clear("127.0.0.1", port), health, demo::inFrontOf, Management.HEALTH_ONLY);
  }

  public static TestDemo start() {
    return new TestDemo(FreePort.next());
  }

  public URI url() {
    return URI.create(demo.publicUrl());
  }

  public String url(String path) {
    return demo.publicUrl() + path;
  }

  public TestProvider provider() {
    return demo.provider();
  }

  public TmsServer server() {
    return server;
  }

  @Override
  public void afterAll(ExtensionContext tests) {
    close();
  }

  @Override
  public void close() {
    server.close();
    demo.close();
  }
}
