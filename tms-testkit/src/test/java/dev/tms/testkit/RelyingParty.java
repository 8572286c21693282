package dev.tms.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import dev.tms.testkit.http.Forms;
import java.net.URI;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A client as naive as can be, without a library that could share a misunderstanding with the
 * provider.
 */
final class RelyingParty {
  static final String CALLBACK = "http://app.example.test/callback";
  static final String SIGNED_OUT = "http://app.example.test/signed-out";
  static final String VERIFIER = "0123456789012345678901234567890123456789012345";

  final TestProvider provider;
  final TestBrowser browser = new TestBrowser();
  private final TestBrowser backend = new TestBrowser();

  RelyingParty(TestProvider provider) {
    this.provider = provider;
  }

  static TestClient.Builder client() {
    return TestClient.confidential("app", "secret")
        .redirectUri(CALLBACK)
        .postLogoutRedirectUri(SIGNED_OUT);
  }

  static Map<String, String> request() {
    Map<String, String> request = new LinkedHashMap<>();
    request.put("response_type", "code");
    request.put("client_id", "app");
    request.put("redirect_uri", CALLBACK);
    request.put("scope", "openid profile email offline_access");
    request.put("state", "the-state");
    request.put("nonce", "the-nonce");
    request.put("code_challenge", challenge(VERIFIER));
    request.put("code_challenge_method", "S256");
    return request;
  }

  static Map<String, String> requestWith(String... namesAndValues) {
    Map<String, String> request = request();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      request.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    request.values().removeIf(String::isEmpty);
    return request;
  }

  String authorizeUri(Map<String, String> request) {
    return provider.authorizationEndpoint() + "?" + Forms.encode(request);
  }

  Page authorize(Map<String, String> request) {
    return browser.get(authorizeUri(request));
  }

  /** The parameters of the authorization response after a login as alice. */
  Map<String, String> login(Map<String, String> request) {
    return response(browser.login(authorizeUri(request), "alice", "alice", CALLBACK));
  }

  static Map<String, String> response(Page redirect) {
    String query = redirect.location().map(URI::getRawQuery).orElseThrow();
    Map<String, String> parameters = new LinkedHashMap<>();
    Forms.parse(query).forEach((name, values) -> parameters.put(name, values.get(0)));
    return parameters;
  }

  String code() {
    return login(request()).get("code");
  }

  Map<String, Object> tokens() {
    return redeem(code()).json();
  }

  Page redeem(String code) {
    return token(codeForm(code));
  }

  static Map<String, String> codeForm(String code) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", CALLBACK);
    form.put("code_verifier", VERIFIER);
    return form;
  }

  Page refresh(Object refreshToken) {
    return token(
        Map.of("grant_type", "refresh_token", "refresh_token", String.valueOf(refreshToken)));
  }

  Page token(Map<String, String> form) {
    return post(provider.tokenEndpoint(), form);
  }

  Page post(URI endpoint, Map<String, String> form) {
    return backend.post(endpoint, form, Map.of("Authorization", basic("app", "secret")));
  }

  Page unauthenticated(URI endpoint, Map<String, String> form) {
    return backend.post(endpoint, form);
  }

  Page withBearer(URI endpoint, Object token) {
    return backend.get(endpoint, Map.of("Authorization", "Bearer " + token));
  }

  static String basic(String id, String secret) {
    String pair = URLEncoder.encode(id, UTF_8) + ":" + URLEncoder.encode(secret, UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  static String challenge(String verifier) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
