package dev.tms;

import dev.tms.InvalidConfigurationException.Problem;
import dev.tms.http.NetworkSettings;
import dev.tms.outbound.HttpClientSender;
import dev.tms.problem.Checked;
import dev.tms.seal.KeyRing;
import dev.tms.seal.Keys;
import dev.tms.seal.Keys.InvalidKeysException;
import dev.tms.store.ExpiringStore;
import dev.tms.store.InMemoryStore;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects the problems of a builder's settings. Not thread-safe. */
final class Findings {
  private final List<Problem> problems;

  Findings(List<Problem> known) {
    problems = new ArrayList<>(known);
  }

  void add(String path, String message) {
    problems.add(new Problem(path, message));
  }

  boolean any() {
    return !problems.isEmpty();
  }

  InvalidConfigurationException invalid() {
    return new InvalidConfigurationException(problems);
  }

  @Nullable HttpClientSender sender(@Nullable HttpClient client, NetworkSettings network) {
    NetworkSettings usable = check("network", network) ? network : NetworkSettings.DEFAULT;
    return tried("httpClient", () -> HttpClientSender.of(client, usable));
  }

  static boolean isShared(@Nullable ExpiringStore store) {
    return store != null && !(store instanceof InMemoryStore);
  }

  /**
   * With a shared store, a keyset file must exist already: nodes with separate keysets cannot open
   * what the others have sealed.
   */
  @Nullable KeyRing keys(
      String path, @Nullable Keys keys, boolean isStoreShared, Function<Keys, KeyRing> open) {
    return required(
        path,
        keys,
        same -> open.apply(isStoreShared && same.path().isPresent() ? same.mustExist() : same));
  }

  /** Collects the problems that the setting reports; returns false if there are any. */
  boolean check(String path, Object setting) {
    List<String> wrong = setting instanceof Checked<?> checked ? checked.problems() : List.of();
    wrong.forEach(message -> add(path, message));
    return wrong.isEmpty();
  }

  /** Returns null if the setting is missing or invalid. */
  <A, B> @Nullable B required(String path, @Nullable A value, Function<A, B> make) {
    if (value == null) {
      add(path, "is missing");
      return null;
    }
    return check(path, value) ? tried(path, () -> make.apply(value)) : null;
  }

  /** Returns null if the supplier throws, and collects the problem. */
  <T> @Nullable T tried(String path, Supplier<T> make) {
    try {
      T made = make.get();
      return check(path, made) ? made : null;
    } catch (IllegalArgumentException | IllegalStateException | InvalidKeysException e) {
      add(path, String.valueOf(e.getMessage()));
      return null;
    }
  }
}
