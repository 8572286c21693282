package dev.tms.testkit.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Collects the secrets that the testkit's providers issue and its browsers receive. They are not
 * kept unless a {@link SecretWatch} is on. Thread-safe.
 */
public final class IssuedSecrets {
  private static final List<Consumer<String>> watchers = new CopyOnWriteArrayList<>();

  private IssuedSecrets() {}

  /** Reports a token, code, cookie value or the like. */
  public static void add(String secret) {
    for (Consumer<String> watcher : watchers) {
      watcher.accept(secret);
    }
  }

  /** Reports a client secret, in all forms in which it is sent. */
  public static void addClient(String id, String secret) {
    if (watchers.isEmpty()) {
      return;
    }
    String encoded = URLEncoder.encode(secret, UTF_8);
    // RFC 6749 2.3.1: both parts form-encoded, then combined as in RFC 7617
    String credentials = URLEncoder.encode(id, UTF_8) + ":" + encoded;
    add(secret);
    add(encoded);
    add(Base64.getEncoder().withoutPadding().encodeToString(credentials.getBytes(UTF_8)));
  }

  /** Notifies a watcher of future secrets, on the thread that reports them. */
  static void tell(Consumer<String> watcher) {
    watchers.add(watcher);
  }

  static void forget(Consumer<String> watcher) {
    watchers.remove(watcher);
  }
}
