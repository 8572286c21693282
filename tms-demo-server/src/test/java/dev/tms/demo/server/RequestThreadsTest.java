package dev.tms.demo.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;

final class RequestThreadsTest {
  @Test
  void forRequests_whereverTheJdkHasVirtualThreads_usesThem() throws Exception {
    ExecutorService threads = RequestThreads.forRequests();

    boolean isVirtual =
        threads.submit(() -> Thread.currentThread().getClass().getName().contains("Virtual")).get();
    threads.shutdown();

    assertThat(isVirtual).isEqualTo(Runtime.version().feature() >= 21);
  }
}
