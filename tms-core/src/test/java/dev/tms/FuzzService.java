package dev.tms;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tms.contract.Site;
import dev.tms.http.FakeRequest;
import dev.tms.http.Header;
import dev.tms.http.Response;
import dev.tms.oauth.ClientSecret;
import dev.tms.oauth.ClientSettings;
import dev.tms.oauth.Provider;
import dev.tms.oauth.Rig;
import dev.tms.seal.Keys;
import dev.tms.store.ExpiringStore;
import dev.tms.store.InMemoryStore;
import dev.tms.text.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A service for the fuzz targets, with a provider that knows one code. Both run in this process;
 * time stands still.
 */
final class FuzzService {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final String ISSUER = "https://id.example";
  static final String ORIGIN = "https://shop.example";
  static final String CODE = "goodcode";
  static final ECKey KEY = key("k1");
  static final ECKey OTHER_KEY = key("k2");

  private final Tms tms;
  private volatile InMemoryStore store = emptyStore();
  private volatile String nonce = "";
  private volatile long logins;

  /** A login that has begun: its cookies and its state. */
  record Begun(List<Header> cookies, String state) {}

  FuzzService(UnaryOperator<ClientSettings> protocol) {
    String provider = "http://127.0.0.1:" + provider().getAddress().getPort();
    tms =
        Tms.builder()
            .publicUrl(ORIGIN)
            .provider(
                Provider.of(ISSUER)
                    .authorizationEndpoint(ISSUER + "/authorize")
                    .tokenEndpoint(provider + "/token")
                    .jwksUri(provider + "/jwks")
                    .build())
            .client("shop", ClientSecret.of("s3cret"))
            .protocol(protocol)
            .keys(Keys.inMemory())
            .clock(() -> NOW)
            // what is written in the background is there before the answer
            .executor(Runnable::run)
            .store(
                (ExpiringStore)
                    Proxy.newProxyInstance(
                        FuzzService.class.getClassLoader(),
                        new Class<?>[] {ExpiringStore.class},
                        (proxy, method, values) -> method.invoke(store, values)))
            .build();
  }

  Response handle(FakeRequest request) {
    return tms.handle(request);
  }

  Begun begin() {
    Response begun = tms.handle(FakeRequest.get("/Auth/BeginLogin"));
    Map<String, String> query = Site.query(URI.create(String.valueOf(begun.header("Location"))));
    nonce = query.get("nonce");
    return new Begun(cookies(begun), query.get("state"));
  }

  /** The cookies of a new user's session, who has signed in just now. */
  List<Header> signedIn() {
    logins++;
    Begun begun = begin();
    String query = "?code=" + CODE + "&state=" + begun.state;
    return cookies(handle(with(begun.cookies, FakeRequest.get("/callback" + query))));
  }

  /** {@code sub} of the last user. */
  String subject() {
    return "user-" + logins;
  }

  /** {@code sid} of the last user. */
  String providerSession() {
    return "sid-" + logins;
  }

  boolean isSignedIn(List<Header> cookies) {
    Response check = handle(with(cookies, FakeRequest.get("/Session/CheckSession")));
    return Boolean.TRUE.equals(Json.read(check.body()).orElseThrow().get("isLoggedIn"));
  }

  /** The number of entries in the store. */
  int stored() {
    return store.size();
  }

  void emptyTheStore() {
    store = emptyStore();
  }

  static FakeRequest with(List<Header> cookies, FakeRequest request) {
    FakeRequest all = request;
    for (Header cookie : cookies) {
      all = all.header(cookie.name(), cookie.value());
    }
    return all;
  }

  /** What a browser sends after this response. */
  static List<Header> cookies(Response response) {
    return response.headers().stream()
        .filter(header -> header.name().equals("Set-Cookie"))
        .map(header -> header.value().split(";")[0])
        .filter(pair -> !pair.endsWith("="))
        .map(pair -> new Header("Cookie", pair))
        .toList();
  }

  private static InMemoryStore emptyStore() {
    return new InMemoryStore(() -> NOW);
  }

  private HttpServer provider() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      Object key = KEY.toPublicJWK().toJSONObject();
      server.createContext("/jwks", call -> answer(call, 200, Map.of("keys", List.of(key))));
      server.createContext("/token", this::token);
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void token(HttpExchange call) throws IOException {
    String form = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (Stream.of(form.split("&")).noneMatch(("code=" + CODE)::equals)) {
      answer(call, 400, Map.of("error", "invalid_grant"));
      return;
    }
    Map<String, Object> claims =
        Map.of(
            "iss",
            ISSUER,
            "aud",
            "shop",
            "sub",
            subject(),
            "sid",
            providerSession(),
            "nonce",
            nonce,
            "iat",
            NOW.getEpochSecond(),
            "exp",
            NOW.getEpochSecond() + 600);
    JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(KEY.getKeyID()).build();
    answer(
        call,
        200,
        Map.of(
            "access_token",
            "a-token",
            "token_type",
            "Bearer",
            "expires_in",
            600,
            "id_token",
            Rig.jwt(header, signer(KEY), claims)));
  }

  private static void answer(HttpExchange call, int status, Map<String, ?> members)
      throws IOException {
    byte[] body = Json.write(members);
    call.getResponseHeaders().set("Content-Type", "application/json");
    call.sendResponseHeaders(status, body.length);
    call.getResponseBody().write(body);
    call.close();
  }

  static JWSSigner signer(ECKey key) {
    try {
      return new ECDSASigner(key);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ECKey key(String id) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
