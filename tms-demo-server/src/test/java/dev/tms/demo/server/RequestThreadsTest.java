package dev.tms.demo.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;

final class RequestThreadsTest {
  @Test
  void virtual_wherever_theJdkHasThem_areThere() throws Exception {
    boolean hasThem = Runtime.version().feature() >= 21;

    assertThat(RequestThreads.virtual().isPresent()).isEqualTo(hasThem);
    if (hasThem) {
      ExecutorService threads = RequestThreads.virtual().orElseThrow();
      Object isVirtual =
          threads
              .submit(() -> Thread.class.getMethod("isVirtual").invoke(Thread.currentThread()))
              .get();
      threads.shutdown();
      assertThat(isVirtual).isEqualTo(true);
    }
  }
}
