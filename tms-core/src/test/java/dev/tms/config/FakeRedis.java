package dev.tms.config;

import dev.tms.store.ExpiringStore;
import dev.tms.store.ExpiringStore.Entry;
import dev.tms.store.InMemoryStore;
import dev.tms.store.StoreFactory;
import dev.tms.store.StoreSettings;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Stands for the kind of store that another module brings. */
final class FakeRedis implements ExpiringStore {
  private static @Nullable FakeRedis last;

  private final StoreSettings settings;
  private final InMemoryStore entries;
  private boolean closed;

  private FakeRedis(StoreSettings settings) {
    this.settings = settings;
    entries = new InMemoryStore(settings.clock());
  }

  static FakeRedis last() {
    return Objects.requireNonNull(last);
  }

  StoreSettings settings() {
    return settings;
  }

  boolean isClosed() {
    return closed;
  }

  /** Without the module. */
  static <T> T absent(Supplier<T> look) {
    Thread thread = Thread.currentThread();
    ClassLoader with = thread.getContextClassLoader();
    thread.setContextClassLoader(with.getParent());
    try {
      return look.get();
    } finally {
      thread.setContextClassLoader(with);
    }
  }

  @Override
  public Optional<Entry> get(String key) {
    return entries.get(key);
  }

  @Override
  public long put(String key, byte[] value, Duration timeToLive) {
    return entries.put(key, value, timeToLive);
  }

  @Override
  public OptionalLong putIfAbsent(String key, byte[] value, Duration timeToLive) {
    return entries.putIfAbsent(key, value, timeToLive);
  }

  @Override
  public OptionalLong replace(String key, long version, byte[] value, Duration timeToLive) {
    return entries.replace(key, version, value, timeToLive);
  }

  @Override
  public boolean remove(String key, long version) {
    return entries.remove(key, version);
  }

  @Override
  public Optional<Entry> take(String key) {
    return entries.take(key);
  }

  @Override
  public void close() {
    closed = true;
    entries.close();
  }

  /** Its factory. */
  public static final class Factory implements StoreFactory {
    /** For the service loader. */
    public Factory() {}

    @Override
    public String kind() {
      return "redis";
    }

    @Override
    public void checkUrl(String url) {
      if (!url.startsWith("redis")) {
        throw new IllegalArgumentException("the store's address is no address");
      }
    }

    @Override
    public ExpiringStore open(StoreSettings settings) {
      last = new FakeRedis(settings);
      return last;
    }
  }

  /** Puts the factory on the class path of a test's thread. */
  static final class OnTheClassPath implements BeforeEachCallback, AfterEachCallback {
    @Override
    public void beforeEach(ExtensionContext context) {
      Thread thread = Thread.currentThread();
      thread.setContextClassLoader(new Loader(thread.getContextClassLoader()));
    }

    @Override
    public void afterEach(ExtensionContext context) {
      Thread thread = Thread.currentThread();
      thread.setContextClassLoader(thread.getContextClassLoader().getParent());
    }
  }

  private static final class Loader extends ClassLoader {
    Loader(ClassLoader parent) {
      super(parent);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      List<URL> found = Collections.list(super.getResources(name));
      if (name.equals("META-INF/services/" + StoreFactory.class.getName())) {
        Path services = Files.createTempFile("services", "");
        services.toFile().deleteOnExit();
        Files.writeString(services, Factory.class.getName());
        found.add(services.toUri().toURL());
      }
      return Collections.enumeration(found);
    }
  }
}
