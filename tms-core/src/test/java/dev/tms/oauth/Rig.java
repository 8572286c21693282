package dev.tms.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import dev.tms.event.TmsEvent;
import dev.tms.testkit.ManualClock;
import dev.tms.text.Json;
import dev.tms.token.Scopes;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A provider made of answers, with keys, and everything that a client of it needs. */
public final class Rig {
  /** The issuer. */
  public static final String ISSUER = "https://id.example/realm";

  /** Path of the discovery document. */
  public static final String DISCOVERY = "/realm/.well-known/openid-configuration";

  /** A key of the provider. */
  public static final RSAKey KEY = rsa("key-1");

  /** Another key. */
  public static final RSAKey OTHER_KEY = rsa("key-2");

  /** The clock of all. */
  public final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));

  /** The wire. */
  public final FakeSender sender = new FakeSender();

  /** Every event. */
  public final List<TmsEvent> events = new CopyOnWriteArrayList<>();

  /** Randomness. */
  public final SecureRandom random = new SecureRandom();

  /** Calls over the wire. */
  public final ProviderCalls calls = new ProviderCalls(sender, events::add, clock);

  /** A provider that is well. */
  public Rig() {
    sender.on(DISCOVERY, FakeSender.json(200, document()));
    publish(KEY);
  }

  /** The right discovery document, open to changes. */
  public static Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("issuer", ISSUER);
    document.put("authorization_endpoint", "https://id.example/authorize");
    document.put("token_endpoint", "https://id.example/token");
    document.put("jwks_uri", "https://id.example/jwks");
    document.put("userinfo_endpoint", "https://id.example/userinfo");
    document.put("revocation_endpoint", "https://id.example/revoke");
    document.put("introspection_endpoint", "https://id.example/introspect");
    document.put("end_session_endpoint", "https://id.example/logout");
    return document;
  }

  /** The discovery document with a change. */
  public Rig discovery(String name, Object value) {
    Map<String, Object> document = document();
    document.put(name, value);
    sender.on(DISCOVERY, FakeSender.json(200, document));
    return this;
  }

  /** The published keys. */
  public void publish(JWK... keys) {
    List<Map<String, Object>> list =
        Arrays.stream(keys).map(key -> key.toPublicJWK().toJSONObject()).toList();
    sender.on("/jwks", FakeSender.json(200, Map.of("keys", list)));
  }

  /** The metadata of the provider. */
  public MetadataSource metadata() {
    return metadata(settings());
  }

  /** The metadata of the provider, as a client of these settings needs them. */
  public MetadataSource metadata(ClientSettings settings) {
    return new MetadataSource(
        Provider.discover(ISSUER),
        known -> known.missing(settings),
        calls,
        Duration.ofSeconds(10),
        clock,
        random);
  }

  /** A verifier of the provider's signatures. */
  public JwtVerifier verifier() {
    return verifier(settings());
  }

  /** A verifier for a client of these settings. */
  public JwtVerifier verifier(ClientSettings settings) {
    return new JwtVerifier(metadata(settings), settings, calls, clock, random);
  }

  /** A confidential client. */
  public static ClientSettings settings() {
    return ClientSettings.of(
        "shop",
        ClientAuthentication.basic(ClientSecret.of("s3cret")),
        URI.create("https://shop.example/callback"),
        Scopes.of("openid", "profile"));
  }

  /** The outcomes of events for an operation, in order. */
  public List<String> outcomes(String operation) {
    return events.stream()
        .filter(TmsEvent.ProviderCalled.class::isInstance)
        .map(TmsEvent.ProviderCalled.class::cast)
        .filter(event -> event.operation().equals(operation))
        .map(TmsEvent.ProviderCalled::outcome)
        .toList();
  }

  /** The claims as a JWT signed by the key under its own id. */
  public static String jwt(RSAKey key, Map<String, ?> claims) {
    return jwt(
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .keyID(key.getKeyID())
            .type(JOSEObjectType.JWT)
            .build(),
        signer(key),
        claims);
  }

  /** The claims as a JWT under any header. */
  public static String jwt(JWSHeader header, JWSSigner signer, Map<String, ?> claims) {
    try {
      String input = header.toBase64URL() + "." + Base64URL.encode(Json.write(claims));
      return input + "." + signer.sign(header, input.getBytes(StandardCharsets.US_ASCII));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Signs with the key. */
  public static RSASSASigner signer(RSAKey key) {
    try {
      return new RSASSASigner(key);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RSAKey rsa(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
