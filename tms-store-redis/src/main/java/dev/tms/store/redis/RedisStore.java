package dev.tms.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tms.store.ExpiringStore;
import dev.tms.store.ExpiringStore.Entry;
import dev.tms.store.StoreSettings;
import dev.tms.store.StoreUnavailableException;
import dev.tms.store.redis.Connector.Answers;
import dev.tms.store.redis.RedisCommands.Script;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * An {@link ExpiringStore} on Redis 6.2 or later, or Valkey, shared by all nodes that use the same
 * URL. Each operation is one single-key command or script on the key's primary; time is the
 * server's. It has no threads and opens connections on demand, including after an outage.
 * Thread-safe.
 */
public final class RedisStore implements ExpiringStore {
  private static final Logger log = System.getLogger(RedisStore.class.getName());
  private static final int VERSION_BYTES = Long.BYTES;
  private static final Pattern POLICY = Pattern.compile("maxmemory_policy:([a-z-]{1,30})");

  private final RedisCommands commands;
  private final SecureRandom random;
  private final String prefix;

  private RedisStore(RedisCommands commands, SecureRandom random, String prefix) {
    this.commands = commands;
    this.random = random;
    this.prefix = prefix;
  }

  /**
   * Creates a store for the settings' URL, in one of the forms listed in {@link RedisStoreFactory},
   * without contacting the server.
   *
   * @throws IllegalArgumentException if the URL is missing or invalid
   */
  public static RedisStore open(StoreSettings settings) {
    RedisUrl url =
        RedisUrl.parse(
            settings
                .url()
                .orElseThrow(() -> new IllegalArgumentException("a redis store needs an address")));
    String user = url.user();
    String password = url.password();
    if (settings.password().isPresent()) {
      if (password != null) {
        throw new IllegalArgumentException(
            "the password is in the store's address and in its own setting: remove one");
      }
      user = settings.user().orElse(null);
      password = settings.password().get();
    }
    SSLContext tls = url.tls() ? tls(url, settings) : null;
    if (tls == null) {
      warnOfClearText(url);
    }
    boolean ask = url.sentinelsAsk();
    RedisCommands commands =
        new RedisCommands(
            url,
            new Connector(tls, user, password, url.database()),
            new Connector(tls, ask ? user : null, ask ? password : null, 0),
            settings.timeout(),
            System::nanoTime);
    return new RedisStore(commands, settings.random(), url.prefix());
  }

  private static SSLContext tls(RedisUrl url, StoreSettings settings) {
    String certificates = url.certificates();
    if (certificates != null) {
      return trustIn(Path.of(certificates));
    }
    return settings
        .tls()
        .orElseGet(
            () -> {
              try {
                return SSLContext.getDefault();
              } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("the JVM has no TLS", e);
              }
            });
  }

  private static SSLContext trustIn(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw new IllegalArgumentException("no certificate in " + file);
      }
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int number = 0;
      for (Certificate certificate : certificates) {
        trusted.setCertificateEntry("c" + number++, certificate);
      }
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException("no certificates can be read from " + file, e);
    }
  }

  private static void warnOfClearText(RedisUrl url) {
    boolean loopback =
        url.nodes().stream()
            .map(node -> node.getHost())
            .allMatch(
                host -> host.equals("localhost") || host.startsWith("127.") || host.equals("::1"));
    if (!loopback) {
      log.log(
          Level.WARNING,
          "the store is reached without TLS: values are sealed, but its password is not, and an"
              + " attacker who changes the traffic can undo logouts; use rediss://");
    }
  }

  @Override
  public Optional<Entry> get(String key) {
    byte[] name = name(key);
    return entry(commands.read(name, new CommandArguments(Command.GET).add(name)));
  }

  @Override
  public long put(String key, byte[] value, Duration timeToLive) {
    byte[] name = name(key);
    long millis = ExpiringStore.millis(timeToLive);
    long version = ExpiringStore.newVersion(random);
    byte[] stored = stored(version, ExpiringStore.checkedValue(value));
    // Redis rejects a zero expiry, but the previous entry must go
    commands.write(
        name,
        millis == 0
            ? new CommandArguments(Command.DEL).add(name)
            : new CommandArguments(Command.SET).add(name).add(stored).add("PX").add(millis));
    return version;
  }

  @Override
  public OptionalLong putIfAbsent(String key, byte[] value, Duration timeToLive) {
    byte[] name = name(key);
    long millis = ExpiringStore.millis(timeToLive);
    long version = ExpiringStore.newVersion(random);
    byte[] stored = stored(version, ExpiringStore.checkedValue(value));
    boolean written =
        millis == 0
            ? isOne(commands.read(name, new CommandArguments(Command.EXISTS).add(name)), 0)
            : commands.write(
                    name,
                    new CommandArguments(Command.SET)
                        .add(name)
                        .add(stored)
                        .add("PX")
                        .add(millis)
                        .add("NX"))
                != null;
    return written ? OptionalLong.of(version) : OptionalLong.empty();
  }

  @Override
  public OptionalLong replace(String key, long version, byte[] value, Duration timeToLive) {
    byte[] name = name(key);
    long millis = ExpiringStore.millis(timeToLive);
    long next = ExpiringStore.newVersion(random);
    byte[] stored = stored(next, ExpiringStore.checkedValue(value));
    Object answer =
        millis == 0
            ? commands.run(Script.REMOVE, name, bytes(version))
            : commands.run(
                Script.REPLACE,
                name,
                bytes(version),
                stored,
                Long.toString(millis).getBytes(US_ASCII));
    return isOne(answer, 1) ? OptionalLong.of(next) : OptionalLong.empty();
  }

  @Override
  public boolean remove(String key, long version) {
    return isOne(commands.run(Script.REMOVE, name(key), bytes(version)), 1);
  }

  @Override
  public Optional<Entry> take(String key) {
    byte[] name = name(key);
    return entry(commands.write(name, new CommandArguments(Command.GETDEL).add(name)));
  }

  /**
   * Checks {@code maxmemory-policy}, as reported by {@code INFO memory}: any policy except {@code
   * noeviction} may drop the entry of an ended session and so revive the session. On a cluster,
   * asks one node.
   */
  @Override
  public List<String> weaknesses() {
    byte[] anyKey = prefix.getBytes(UTF_8);
    Object answer = commands.read(anyKey, new CommandArguments(Command.INFO).add("memory"));
    Matcher policy = POLICY.matcher(Answers.text(answer));
    if (!policy.find()) {
      throw new StoreUnavailableException("INFO memory does not name a maxmemory_policy");
    }
    return policy.group(1).equals("noeviction")
        ? List.of()
        : List.of(
            "maxmemory-policy is " + policy.group(1) + ": when memory is full it drops entries");
  }

  @Override
  public void close() {
    commands.close();
  }

  private byte[] name(String key) {
    return (prefix + ExpiringStore.checkedKey(key)).getBytes(UTF_8);
  }

  private static boolean isOne(@Nullable Object answer, long wanted) {
    return answer instanceof Long number && number == wanted;
  }

  private static byte[] bytes(long version) {
    return ByteBuffer.allocate(VERSION_BYTES).putLong(version).array();
  }

  private static byte[] stored(long version, byte[] value) {
    return ByteBuffer.allocate(VERSION_BYTES + value.length).putLong(version).put(value).array();
  }

  private static Optional<Entry> entry(@Nullable Object answer) {
    if (answer == null) {
      return Optional.empty();
    }
    if (!(answer instanceof byte[] stored) || stored.length < VERSION_BYTES) {
      throw new StoreUnavailableException(
          "a key of the store holds what the store never wrote: is its prefix used by others?");
    }
    return Optional.of(
        new Entry(
            Arrays.copyOfRange(stored, VERSION_BYTES, stored.length),
            ByteBuffer.wrap(stored).getLong()));
  }
}
