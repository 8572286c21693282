package dev.tms.registration;

import dev.tms.token.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A new secret: its clear text, which can be read once, and the hash to register. Thread-safe. */
public final class NewSecret {
  private static final int BYTES = 32; // 256 bits

  private final AtomicReference<@Nullable Secret> clear;
  private final ClientSecret stored;

  private NewSecret(Secret clear, ClientSecret stored) {
    this.clear = new AtomicReference<>(clear);
    this.stored = stored;
  }

  /**
   * Generates a secret of 256 random bits, as 43 characters of base64url.
   *
   * @param description what the secret is for
   * @param life the lifetime, from now
   * @throws IllegalArgumentException if the lifetime is not positive
   */
  public static NewSecret generate(
      String description, Duration life, InstantSource clock, SecureRandom random) {
    if (life.isNegative() || life.isZero()) {
      throw new IllegalArgumentException("a secret must live for a while, got " + life);
    }
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    Secret clear = Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    Instant end = clock.instant().plus(life).truncatedTo(ChronoUnit.SECONDS);
    return new NewSecret(
        clear,
        ClientSecret.shared(description, SecretHash.of(clear)).with(ClientSecret.EXPIRATION, end));
  }

  /** The secret to register: hash, description and expiry. */
  public ClientSecret stored() {
    return stored;
  }

  /**
   * Returns the clear text once, and forgets it.
   *
   * @throws IllegalStateException if it was taken before
   */
  public Secret takeClear() {
    Secret taken = clear.getAndSet(null);
    if (taken == null) {
      throw new IllegalStateException("the clear text was taken before, and is kept nowhere");
    }
    return taken;
  }

  @Override
  public String toString() {
    return "NewSecret[redacted]";
  }
}
