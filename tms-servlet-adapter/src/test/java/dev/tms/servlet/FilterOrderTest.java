package dev.tms.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.Tms;
import dev.tms.oauth.Provider;
import dev.tms.seal.Keys;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.net.URL;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FilterOrderTest {
  private final Logger logger = Logger.getLogger(TmsFilter.class.getName());
  private final List<String> logged = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          logged.add(entry.getLevel() + " " + entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private final Tms tms =
      Tms.builder()
          .publicUrl("http://localhost/last")
          .provider(Provider.discover("https://id.example"))
          .publicClient("shop")
          .keys(Keys.inMemory())
          .build();

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
  }

  @AfterEach
  void stop() {
    logger.removeHandler(handler);
    tms.close();
  }

  /** As an application does that does not use {@code addTo}. */
  private ServletContainerInitializer behindOthers() {
    return (classes, context) -> {
      FilterRegistration.Dynamic added =
          context.addFilter(TmsFilter.NAME, TmsFilter.of(tms).protect("/account/*"));
      added.setAsyncSupported(true);
      added.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
      // some containers run filters only where there is a servlet
      context.addServlet("who", WhoServlet.class).addMapping("/");
    };
  }

  @Test
  void tomcat_socketFilterInFront_doesNotStart() throws Exception {
    try (Container tomcat = new TomcatContainer()) {
      assertThatThrownBy(() -> tomcat.deployWithSockets("", behindOthers(), true))
          .isInstanceOf(IllegalStateException.class);
      tomcat.deployWithSockets("/last", behindOthers(), false);
      assertThat(RawHttp.upgrade(tomcat.port(), "/last/account/socket").status()).isEqualTo(401);
    }
  }

  @Test
  void undertow_filterBehindOthers_isInFrontOfSockets() throws Exception {
    try (Container undertow = new UndertowContainer()) {
      undertow.deployWithSockets("", behindOthers(), true);
      undertow.deployWithSockets("/last", behindOthers(), false);

      assertThat(RawHttp.upgrade(undertow.port(), "/account/socket").status()).isEqualTo(401);
      assertThat(RawHttp.upgrade(undertow.port(), "/socket").status()).isEqualTo(101);
      assertThat(RawHttp.upgrade(undertow.port(), "/last/account/socket").status()).isEqualTo(401);
      assertThat(logged).isEmpty();
    }
  }

  @Test
  void jetty_socketFilterInFrontOrAddedLater_isPutBehind() throws Exception {
    ServletContext[] running = new ServletContext[1];
    ServletContainerInitializer application =
        (classes, context) -> {
          behindOthers().onStartup(classes, context);
          running[0] = context;
        };
    try (JettyContainer jetty = new JettyContainer()) {
      jetty.deployWithSockets("", application, true);
      assertThat(RawHttp.upgrade(jetty.port(), "/account/socket").status()).isEqualTo(401);

      jetty.putSocketsInFront(running[0]);

      assertThat(RawHttp.upgrade(jetty.port(), "/account/socket").status()).isEqualTo(401);
      assertThat(RawHttp.upgrade(jetty.port(), "/socket").status()).isEqualTo(101);
    }
  }

  @Test
  void jetty_handlerThatAnswersSockets_isNamed() throws Exception {
    try (JettyContainer jetty = new JettyContainer()) {
      jetty.addSocketHandler();
      jetty.deploy("", behindOthers());
    }

    assertThat(logged).anyMatch(line -> line.startsWith("WARNING Jetty''s handler {0}"));
  }

  @Test
  void unknownContainer_socketFilter_isNamed() {
    FilterRegistration socket = Contexts.registration("ws", "com.example.WebSocketFilter");
    ServletContext context =
        Contexts.context("", Map.of(), Map.of("ws", socket), getClass().getClassLoader());

    FilterOrder.secure(Contexts.filter(context, Map.of()));

    assertThat(logged).hasSize(1).allMatch(line -> line.startsWith("WARNING the filter {0}"));
  }

  @Test
  void unknownContainer_noSocketFilter_saysNothing() {
    FilterOrder.secure(Contexts.filter(Contexts.context("", Map.of()), Map.of()));

    assertThat(logged).isEmpty();
  }

  @Test
  void quarkus_anyApplication_isWarned() {
    ClassLoader loader =
        new ClassLoader(getClass().getClassLoader()) {
          @Override
          public URL getResource(String name) {
            return name.startsWith("io/quarkus/")
                ? FilterOrderTest.class.getResource("FilterOrderTest.class")
                : super.getResource(name);
          }
        };

    FilterOrder.secure(Contexts.filter(Contexts.context("", Map.of(), Map.of(), loader), Map.of()));

    assertThat(logged).anyMatch(line -> line.startsWith("WARNING Quarkus answers"));
  }
}
