package dev.tms.testkit.grant;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The RSA keys of one provider. All providers of a JVM share the key pairs, because generating one
 * takes up to half a second; key IDs differ. Thread-safe.
 */
public final class SigningKeys {
  private static final Map<Integer, CompletableFuture<KeyPair>> pool = new ConcurrentHashMap<>();
  private static final int FOREIGN = -1;

  private final String suffix = RandomText.next().substring(0, 8);
  private int current; // guarded by this
  private int oldest; // guarded by this

  /** Generates the first key in the background. */
  public SigningKeys() {
    var unused = pair(0);
  }

  public RSAKey current() {
    int number;
    synchronized (this) {
      number = current;
    }
    return key(number, "key-" + number + "-" + suffix);
  }

  /** A key that is never published. */
  public static RSAKey foreign(String keyId) {
    return key(FOREIGN, keyId);
  }

  public synchronized void rotate() {
    current++;
    var unused = pair(current + 1);
  }

  public synchronized void retireOld() {
    oldest = current;
  }

  /** Newest first. */
  public JWKSet published() {
    int from;
    int to;
    synchronized (this) {
      from = oldest;
      to = current;
    }
    List<com.nimbusds.jose.jwk.JWK> keys = new ArrayList<>();
    for (int number = to; number >= from; number--) {
      keys.add(key(number, "key-" + number + "-" + suffix).toPublicJWK());
    }
    return new JWKSet(keys);
  }

  private static RSAKey key(int number, String keyId) {
    KeyPair pair = pair(number).join();
    return new RSAKey.Builder((RSAPublicKey) pair.getPublic())
        .privateKey(pair.getPrivate())
        .keyUse(KeyUse.SIGNATURE)
        .keyID(keyId)
        .build();
  }

  private static CompletableFuture<KeyPair> pair(int number) {
    return pool.computeIfAbsent(
        number, n -> CompletableFuture.supplyAsync(SigningKeys::generatePair));
  }

  private static KeyPair generatePair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has RSA", e);
    }
  }
}
