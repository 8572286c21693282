package dev.tms.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.store.StoreUnavailableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that is away, paused, restarted, or not what it should be. */
@Timeout(60)
final class RedisFaultTest {
  private static final Duration SHORT = Duration.ofMillis(200);

  private RedisNode server;
  private RedisStore store;

  @BeforeEach
  void start() throws IOException {
    server = RedisNode.start(RedisNode.packaged());
    store = Rig.open("redis://127.0.0.1:" + server.port(), SHORT);
  }

  @AfterEach
  void stop() {
    store.close();
    server.close();
  }

  @Test
  void server_stopped_everyOperationIsUnavailableSoon() {
    store.put("k", Rig.ONE, Rig.HOUR);
    server.stop();

    assertUnavailableInTime();
  }

  @Test
  void server_paused_everyOperationIsUnavailableInTime() throws Exception {
    store.put("k", Rig.ONE, Rig.HOUR);
    server.pause();

    assertUnavailableInTime();
    server.resume();
    RedisNode.await(() -> Rig.reached(store));
  }

  @Test
  @DisplayName("a connection that is closed at once is not a slow answer")
  void server_closesEveryConnection_isSaidSo() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        RedisStore closed =
            Rig.open("redis://127.0.0.1:" + listener.getLocalPort(), Duration.ofSeconds(30))) {
      Thread server =
          new Thread(
              () -> {
                while (!listener.isClosed()) {
                  try {
                    listener.accept().close();
                  } catch (IOException e) {
                    return;
                  }
                }
              });
      server.start();

      for (Runnable operation : Rig.everyOperation(closed)) {
        assertThatExceptionOfType(StoreUnavailableException.class)
            .isThrownBy(operation::run)
            .withMessageContaining("closed the connection")
            .withMessageNotContaining("within");
      }
    }
  }

  @Test
  void weaknesses_policyThatEvicts_isNamed() {
    assertThat(store.weaknesses()).isEmpty();

    for (String policy : new String[] {"allkeys-lru", "volatile-ttl", "volatile-random"}) {
      server.run("CONFIG", "SET", "maxmemory-policy", policy);

      assertThat(store.weaknesses()).singleElement().asString().contains(policy);
    }
  }

  @Test
  void server_neverThere_everyOperationIsUnavailableInTime() {
    server.stop();

    assertUnavailableInTime();
  }

  private void assertUnavailableInTime() {
    for (Runnable operation : Rig.everyOperation(store)) {
      assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(operation::run);
    }
  }

  @Test
  @DisplayName("a write that timed out has an unknown outcome, and its owner can find it out")
  void replace_whilePaused_isResolvedByReadingBack() throws Exception {
    long version = store.put("k", Rig.ONE, Rig.HOUR);
    server.pause();
    assertThatExceptionOfType(StoreUnavailableException.class)
        .isThrownBy(() -> store.replace("k", version, Rig.TWO, Rig.HOUR));
    server.resume();

    RedisNode.await(() -> Rig.reached(store));

    byte[] value = store.get("k").orElseThrow().value();
    boolean mine = value[0] == Rig.TWO[0];
    assertThat(store.replace("k", version, Rig.TWO, Rig.HOUR).isPresent()).isEqualTo(!mine);
  }

  @Test
  void server_pausedWithManyCallers_allEndInTimeAndItRecovers() throws Exception {
    server.pause();
    AtomicInteger unavailable = new AtomicInteger();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Thread caller =
          new Thread(
              () -> {
                try {
                  store.get("k");
                } catch (StoreUnavailableException e) {
                  unavailable.incrementAndGet();
                }
              });
      caller.start();
      callers.add(caller);
    }
    for (Thread caller : callers) {
      caller.join();
    }

    assertThat(unavailable).hasValue(100);
    server.resume();
    RedisNode.await(() -> Rig.reached(store));
  }

  @Test
  void server_restarted_isUsedAgain() throws IOException {
    store.put("k", Rig.ONE, Rig.HOUR);
    server.stop();
    assertThat(Rig.reached(store)).isFalse();

    server.start();

    // nothing was kept on disk here, and nothing of the old connections is in the way
    assertThat(store.get("k")).isEmpty();
    assertThat(store.putIfAbsent("k", Rig.ONE, Rig.HOUR)).isPresent();
  }

  @Test
  void server_restartedBetweenTwoReads_theReadIsRepeated() throws IOException {
    store.get("k");
    server.stop();
    server.start();

    assertThat(store.get("k")).isEmpty();
  }

  @Test
  void connections_boundedAndUsedByMany_areNeverMore() throws Exception {
    try (RedisStore narrow =
        Rig.open("redis://127.0.0.1:" + server.port() + "?connections=3", Duration.ofSeconds(10))) {
      List<Thread> callers = new ArrayList<>();
      AtomicInteger done = new AtomicInteger();
      for (int i = 0; i < 20; i++) {
        Thread caller =
            new Thread(
                () -> {
                  for (int n = 0; n < 50; n++) {
                    narrow.put("n" + n, Rig.ONE, Rig.HOUR);
                    done.incrementAndGet();
                  }
                });
        caller.start();
        callers.add(caller);
      }
      for (Thread caller : callers) {
        caller.join();
      }

      assertThat(done).hasValue(1000);
      String clients = (String) server.run("CLIENT", "LIST");
      // and the one that asks
      assertThat(clients.lines().count()).isLessThanOrEqualTo(4);
    }
    RedisNode.await(() -> ((String) server.run("CLIENT", "LIST")).lines().count() == 1);
  }

  @Test
  void store_closed_isUnavailable() {
    store.get("k");

    store.close();

    assertThatThrownBy(() -> store.get("k"))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void server_outOfMemory_isUnavailableAndKeepsWhatItHas() {
    store.put("k", Rig.ONE, Rig.HOUR);
    server.run("CONFIG", "SET", "maxmemory", "1");

    assertThatThrownBy(() -> store.put("k2", Rig.ONE, Rig.HOUR))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("OOM");
    assertThat(store.get("k")).isPresent();
  }

  @Test
  void key_ofAnotherType_isUnavailableAndNeverRead() {
    server.run("RPUSH", "tms:list", "topsecret");
    server.run("SET", "tms:short", "1234567");

    for (String key : List.of("list", "short")) {
      assertThatThrownBy(() -> store.get(key))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageNotContaining("1234567");
    }
    assertThatThrownBy(() -> store.replace("list", 1, Rig.ONE, Rig.HOUR))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void peer_thatSaysNonsense_isUnavailable() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread peer =
          new Thread(
              () -> {
                try {
                  while (true) {
                    Socket socket = listener.accept();
                    socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
                    socket.getOutputStream().flush();
                  }
                } catch (IOException e) {
                  // the test is over
                }
              });
      peer.start();
      try (RedisStore wrong = Rig.open("redis://127.0.0.1:" + listener.getLocalPort(), SHORT)) {
        for (Runnable operation : Rig.everyOperation(wrong)) {
          assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(operation::run);
        }
      }
    }
  }

  @Test
  void user_withWrongPassword_isUnavailableAndTellsNone() throws IOException {
    try (RedisNode guarded =
            RedisNode.start(RedisNode.packaged(), "--requirepass", "right-password");
        RedisStore wrong =
            RedisStore.open(
                Rig.settings("redis://127.0.0.1:" + guarded.port())
                    .withCredentials(null, "topsecret"))) {
      assertThatThrownBy(() -> wrong.get("k"))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("WRONGPASS")
          .satisfies(
              thrown -> {
                StringWriter text = new StringWriter();
                thrown.printStackTrace(new PrintWriter(text));
                assertThat(text.toString()).doesNotContain("topsecret");
              });
    }
  }

  @Test
  @DisplayName("docs/stores.md: the commands that an ACL user needs are enough")
  void user_withTheDocumentedRightsOnly_canDoEverything() {
    server.run(
        "ACL",
        "SETUSER",
        "tms",
        "on",
        ">pass:word@1",
        "~tms:*",
        "+get",
        "+set",
        "+del",
        "+getdel",
        "+getrange",
        "+exists",
        "+eval",
        "+evalsha",
        "+ping",
        "+select");

    try (RedisStore guarded =
        Rig.open("redis://tms:pass%3Aword%401@127.0.0.1:" + server.port(), Duration.ofSeconds(5))) {
      long version = guarded.putIfAbsent("k", Rig.ONE, Rig.HOUR).orElseThrow();
      version = guarded.replace("k", version, Rig.TWO, Rig.HOUR).orElseThrow();
      assertThat(guarded.remove("k", version)).isTrue();
      guarded.put("k", Rig.ONE, Rig.HOUR);
      assertThat(guarded.take("k")).isPresent();
      assertThat(guarded.putIfAbsent("k", Rig.ONE, Duration.ZERO)).isPresent();
    }
    try (RedisStore outside =
        RedisStore.open(
            Rig.settings("redis://127.0.0.1:" + server.port() + "?prefix=other:")
                .withCredentials("tms", "pass:word@1"))) {
      assertThatThrownBy(() -> outside.get("k"))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("NOPERM");
    }
  }

  @Test
  void server_ofAClusterAddressedAlone_saysSo() throws IOException {
    try (RedisNode member = RedisNode.start(RedisNode.packaged(), "--cluster-enabled", "yes");
        RedisStore alone = Rig.open("redis://127.0.0.1:" + member.port(), SHORT)) {
      assertThatThrownBy(() -> alone.get("k")).isInstanceOf(StoreUnavailableException.class);
    }
  }
}
