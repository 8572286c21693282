package dev.tms.testkit.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Where providers and browsers of this testkit hand in the secrets that they issue and see, in
 * every process. They are not kept unless a watch is on. Thread-safe.
 */
public final class IssuedSecrets {
  private static final List<Consumer<String>> watchers = new CopyOnWriteArrayList<>();

  private IssuedSecrets() {}

  /** A token, code, cookie value or the like has come up. */
  public static void add(String secret) {
    for (Consumer<String> watcher : watchers) {
      watcher.accept(secret);
    }
  }

  /** A client's secret, in all forms in which it is sent. */
  public static void addClient(String id, String secret) {
    if (watchers.isEmpty()) {
      return;
    }
    String encoded = URLEncoder.encode(secret, UTF_8);
    // RFC 6749 2.3.1: both halves form-encoded, then as RFC 7617 has it
    String credentials = URLEncoder.encode(id, UTF_8) + ":" + encoded;
    add(secret);
    add(encoded);
    add(Base64.getEncoder().withoutPadding().encodeToString(credentials.getBytes(UTF_8)));
  }

  /** Tells a watcher of every secret from now on, on the thread where it comes up. */
  static void tell(Consumer<String> watcher) {
    watchers.add(watcher);
  }

  static void forget(Consumer<String> watcher) {
    watchers.remove(watcher);
  }
}
