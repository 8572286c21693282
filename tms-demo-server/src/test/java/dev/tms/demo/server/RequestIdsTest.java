package dev.tms.demo.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.demo.TestDemo;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class RequestIdsTest {
  private static final Logger LOGGER = Logger.getLogger("dev.tms.event.EventLog");
  @RegisterExtension static final TestDemo demo = TestDemo.start();

  private final TestBrowser browser = new TestBrowser();

  @Test
  void answer_noIdGiven_hasOneOfItsOwn() {
    String first = id(Map.of());

    assertThat(first).matches("[0-9a-f]{16}");
    assertThat(id(Map.of())).isNotEqualTo(first);
  }

  @Test
  void answer_wellFormedIdGiven_hasTheSame() {
    for (String id :
        List.of(
            "a",
            "7b44c5ab-0a35-4b0b-9b0e-1f6e8a9e5f10",
            "Root=1-67891233-abcdef012345678912345678",
            "x".repeat(64))) {
      assertThat(id(Map.of("X-Request-Id", id))).isEqualTo(id);
    }
  }

  @Test
  void answer_malformedIdGiven_hasAnother() {
    for (String id : List.of("x".repeat(65), "a b", "<script>", "-begin", "a\"b", "a%0ab")) {
      assertThat(id(Map.of("X-Request-Id", id))).matches("[0-9a-f]{16}");
    }
  }

  @Test
  void log_linesOfARequest_areWrittenUnderItsId() throws Exception {
    BlockingQueue<Optional<String>> ids = new ArrayBlockingQueue<>(10);
    Handler handler = onEachLine(() -> ids.offer(RequestIds.current()));
    Level before = LOGGER.getLevel();
    LOGGER.setLevel(Level.FINE);
    LOGGER.addHandler(handler);
    try {
      browser.get(demo.url().resolve("/callback?state=none&code=x"), Map.of("X-Request-Id", "r-1"));

      assertThat(ids.poll(10, TimeUnit.SECONDS)).hasValue("r-1");
    } finally {
      LOGGER.removeHandler(handler);
      LOGGER.setLevel(before);
    }
  }

  @Test
  void background_workOfARequest_carriesItsId() throws Exception {
    BlockingQueue<Optional<String>> ids = new ArrayBlockingQueue<>(10);
    try (BackgroundThreads threads = new BackgroundThreads()) {
      RequestIds.named(exchange -> threads.execute(() -> ids.add(RequestIds.current())))
          .handleRequest(new io.undertow.server.HttpServerExchange(null));
      Optional<String> inside = ids.poll(10, TimeUnit.SECONDS);
      threads.execute(() -> ids.add(RequestIds.current()));

      assertThat(inside).isPresent();
      assertThat(ids.poll(10, TimeUnit.SECONDS)).isEmpty();
      assertThat(RequestIds.current()).isEmpty();
    }
  }

  private String id(Map<String, String> headers) {
    Page page = browser.get(demo.url().resolve("/Session/CheckSession"), headers);
    return page.header("X-Request-Id").orElseThrow();
  }

  private static Handler onEachLine(Runnable action) {
    return new Handler() {
      @Override
      public void publish(LogRecord record) {
        action.run();
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
