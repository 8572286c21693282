package dev.tms.testkit.secrets;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Consumer;

/**
 * Reports every random value of 16 to 64 bytes as a secret, from any source: keys, handles,
 * antiforgery values, code verifiers, session IDs.
 */
final class WatchedRandoms extends Provider {
  private static final long serialVersionUID = 1L;
  private static final String ALGORITHM = "WatchedRandom";

  WatchedRandoms(Consumer<String> watcher) {
    super("TmsSecretWatch", "1", "randomness, watched");
    putService(
        new Service(this, "SecureRandom", ALGORITHM, Spi.class.getName(), null, null) {
          @Override
          public Object newInstance(Object parameter) {
            return new Spi(platform(), watcher);
          }
        });
  }

  private static SecureRandom platform() {
    for (String algorithm : new String[] {"NativePRNGNonBlocking", "Windows-PRNG", "DRBG"}) {
      try {
        return SecureRandom.getInstance(algorithm);
      } catch (NoSuchAlgorithmException e) {
        // try the next
      }
    }
    throw new IllegalStateException("this platform has no randomness");
  }

  private static final class Spi extends SecureRandomSpi {
    private static final long serialVersionUID = 1L;
    private static final int SHORTEST = 16;
    private static final int LONGEST = 64;

    private final SecureRandom platform;
    private final transient Consumer<String> watcher;

    Spi(SecureRandom platform, Consumer<String> watcher) {
      this.platform = platform;
      this.watcher = watcher;
    }

    @Override
    protected void engineSetSeed(byte[] seed) {
      platform.setSeed(seed);
    }

    @Override
    protected void engineNextBytes(byte[] bytes) {
      platform.nextBytes(bytes);
      if (bytes.length >= SHORTEST && bytes.length <= LONGEST) {
        watcher.accept(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        watcher.accept(Base64.getEncoder().encodeToString(bytes));
        watcher.accept(HexFormat.of().formatHex(bytes));
      }
    }

    @Override
    protected byte[] engineGenerateSeed(int count) {
      return platform.generateSeed(count);
    }
  }
}
