package dev.tms.demo.server;

import dev.tms.InvalidConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.util.Collections;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Sequence;

public final class TlsKeys {
  /** Forward secrecy and authenticated encryption only. */
  static final OptionMap OPTIONS =
      OptionMap.create(
          Options.SSL_ENABLED_PROTOCOLS,
          Sequence.of("TLSv1.3", "TLSv1.2"),
          Options.SSL_ENABLED_CIPHER_SUITES,
          Sequence.of(
              "TLS_AES_256_GCM_SHA384",
              "TLS_AES_128_GCM_SHA256",
              "TLS_CHACHA20_POLY1305_SHA256",
              "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
              "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
              "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
              "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
              "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
              "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"));

  static {
    // the JDK reads it at its first use of TLS; RFC 9325 3.5 recommends against renegotiation
    System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
  }

  private TlsKeys() {}

  public static SSLContext load(Path file, char[] password) {
    KeyStore store = read(file, password);
    try {
      boolean hasKey = false;
      for (String alias : Collections.list(store.aliases())) {
        hasKey |= store.isKeyEntry(alias);
      }
      if (!hasKey) {
        throw unusable("holds no private key: " + file);
      }
      return context(store, password);
    } catch (UnrecoverableKeyException e) {
      throw wrongPassword("its private key has another password: " + file);
    } catch (GeneralSecurityException e) {
      throw unusable("cannot be used: " + file + ": " + e.getMessage());
    }
  }

  static InvalidConfigurationException unusable(String reason) {
    return new InvalidConfigurationException("Server.KeyStore", reason);
  }

  private static InvalidConfigurationException wrongPassword(String reason) {
    return new InvalidConfigurationException("Server.KeyStorePassword", reason);
  }

  static SSLContext context(KeyStore store, char[] password) throws GeneralSecurityException {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  static KeyStore read(Path file, char[] password) {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      return store;
    } catch (NoSuchFileException e) {
      throw unusable("there is no file " + file);
    } catch (IOException e) {
      // KeyStore.load: the cause of a wrong password SHOULD be an UnrecoverableKeyException
      if (e.getCause() instanceof UnrecoverableKeyException) {
        throw wrongPassword("does not open the key store " + file);
      }
      throw unusable("is no readable PKCS#12 key store: " + file);
    } catch (GeneralSecurityException e) {
      throw unusable("cannot be used: " + file + ": " + e.getMessage());
    }
  }
}
