package dev.tms.store;

import java.security.SecureRandom;

/**
 * Versions for shared stores: 63 random bits. A counter in the store would repeat versions after a
 * fail-over that forgot the latest writes, and a writer that read before it would then win where it
 * must lose; random versions are made by the writer and depend on nothing that can be lost.
 * Thread-safe.
 */
public final class RandomVersions {
  private final SecureRandom random;

  /** Versions from this generator. */
  public RandomVersions(SecureRandom random) {
    this.random = random;
  }

  /** A version that no other write has; positive. */
  public long next() {
    while (true) {
      long version = random.nextLong() & Long.MAX_VALUE;
      if (version != 0) {
        return version;
      }
    }
  }
}
