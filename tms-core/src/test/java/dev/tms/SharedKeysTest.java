package dev.tms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tms.InvalidConfigurationException.Problem;
import dev.tms.contract.CapturedLog;
import dev.tms.contract.SwitchableStore;
import dev.tms.event.TmsEvent;
import dev.tms.http.FakeRequest;
import dev.tms.oauth.Provider;
import dev.tms.seal.KeyRecord;
import dev.tms.seal.Keys;
import dev.tms.seal.Keys.KeyRotation;
import dev.tms.seal.Sealer.SealScope;
import dev.tms.store.ExpiringStore;
import dev.tms.store.InMemoryStore;
import dev.tms.testkit.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that share a store and not its keys do not start, or start with a warning. */
final class SharedKeysTest {
  @TempDir Path folder;

  private final ManualClock clock = new ManualClock();
  private final SwitchableStore store = new SwitchableStore(new InMemoryStore(clock));

  @Test
  void build_sameKeys_startsInSilence() {
    Keys keys = Keys.inMemory();

    try (CapturedLog log = new CapturedLog(Tms.class)) {
      service(keys).build().close();
      service(keys).build().close();

      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void build_noSharedKey_doesNotStartAndClosesWhatItOpened() {
    service(Keys.inMemory()).build().close();
    Closing opened = new Closing(store);

    InvalidConfigurationException e =
        catchThrowableOfType(
            InvalidConfigurationException.class,
            () -> service(Keys.inMemory()).store(base -> opened.store()).build());

    assertThat(e.problems()).extracting(Problem::path).containsExactly("keys");
    assertThat(e.getMessage())
        .contains("take the keyset of another node", "the store's entry keys.");
    assertThat(opened.closed).isTrue();
  }

  @Test
  void build_keysInRotation_startsWithAWarning() {
    Keys keys = Keys.file(folder.resolve("keys.json"));
    KeyRotation.of(keys).create();
    service(keys).build().close();
    KeyRotation.of(keys).add();

    try (CapturedLog log = new CapturedLog(Tms.class)) {
      service(keys).build().close();

      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("WARNING the enabled keys are not all the same");
    }
  }

  @Test
  void build_storeDown_startsWithAWarning() {
    store.down();
    List<TmsEvent> events = new CopyOnWriteArrayList<>();

    try (CapturedLog log = new CapturedLog(Tms.class)) {
      service(Keys.inMemory()).quickListener(events::add).build().close();

      assertThat(log.lines()).singleElement().asString().contains("the store cannot be reached");
      assertThat(events).contains(new TmsEvent.StoreFailed("keys"));
    }
  }

  @Test
  void check_storeWasDownAtTheStart_isMadeUpFor() {
    record(Keys.inMemory()).compare();
    List<Runnable> later = new ArrayList<>();
    SharedKeys keys = new SharedKeys(record(Keys.inMemory()), event -> {}, later::add);
    store.down();
    keys.check();
    later.remove(0).run();
    assertThat(keys.problem()).isEmpty();

    try (CapturedLog log = new CapturedLog(Tms.class)) {
      store.up();
      later.remove(0).run();

      assertThat(log.lines()).singleElement().asString().startsWith("SEVERE stop this node: none");
      assertThat(keys.problem()).get().asString().startsWith("stop this node: none");
      assertThat(later).isEmpty();
    }
  }

  @Test
  void close_storeIsStillDown_endsTheLooks() {
    List<Runnable> later = new ArrayList<>();
    SharedKeys keys = new SharedKeys(record(Keys.inMemory()), event -> {}, later::add);
    store.down();
    keys.check();

    keys.close();
    later.remove(0).run();

    assertThat(later).isEmpty();
  }

  private KeyRecord record(Keys keys) {
    return new KeyRecord(
        store,
        new SealScope("tms", "https://id.example", "shop", "https://shop.example"),
        keys.open(clock, event -> {}));
  }

  @Test
  void handle_keysetWasReadAgain_isRecordedForTheOthers() {
    Keys keys = Keys.file(folder.resolve("keys.json"));
    KeyRotation rotation = KeyRotation.of(keys);
    rotation.create();
    try (Tms running = service(keys).executor(Runnable::run).build()) {
      int first = rotation.show().get(0).id();
      int second = rotation.add().id();
      clock.advance(Duration.ofSeconds(61));
      running.handle(FakeRequest.get("/Session/CheckSession"));
      rotation.promote(second);
      rotation.retire(first);

      // a node that starts with the new key alone knows it from the record
      service(keys).build().close();
    }
  }

  private TmsBuilder service(Keys keys) {
    return builder(keys).store(store);
  }

  private TmsBuilder builder(Keys keys) {
    return Tms.builder()
        .publicUrl("https://shop.example")
        .provider(Provider.discover("https://id.example"))
        .publicClient("shop")
        .clock(clock)
        .keys(keys);
  }

  /** Whether it was closed. */
  private static final class Closing {
    private final ExpiringStore inner;
    private boolean closed;

    private Closing(ExpiringStore inner) {
      this.inner = inner;
    }

    ExpiringStore store() {
      return (ExpiringStore)
          java.lang.reflect.Proxy.newProxyInstance(
              Closing.class.getClassLoader(),
              new Class<?>[] {ExpiringStore.class},
              (proxy, method, arguments) -> {
                closed |= method.getName().equals("close");
                return method.invoke(inner, arguments);
              });
    }
  }
}
