package dev.tms.registration.doctor;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.tms.text.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A provider whose every answer can be chosen; all is well with it at first. */
final class StubIssuer implements AutoCloseable {
  static final Map<String, Object> KEY = key();

  private final WireMockServer server = new WireMockServer(options().dynamicPort());
  private final Map<String, Object> metadata = new LinkedHashMap<>();

  StubIssuer() {
    server.start();
    metadata.put("issuer", url());
    metadata.put("authorization_endpoint", url() + "/authorize");
    metadata.put("token_endpoint", url() + "/token");
    metadata.put("jwks_uri", url() + "/jwks");
    metadata.put("userinfo_endpoint", url() + "/userinfo");
    metadata.put("end_session_endpoint", url() + "/logout");
    metadata.put("revocation_endpoint", url() + "/revoke");
    metadata.put("response_types_supported", List.of("code"));
    metadata.put("grant_types_supported", List.of("authorization_code", "refresh_token"));
    metadata.put("code_challenge_methods_supported", List.of("S256"));
    metadata.put("backchannel_logout_supported", true);
    said("issuer", url());
    stub(get(urlPathEqualTo("/jwks")), json(200, Map.of("keys", List.of(KEY))));
    authorizes(back("error=login_required"));
    token(json(400, Map.of("error", "invalid_grant")));
  }

  String url() {
    return server.baseUrl();
  }

  /** The same with another member of its metadata; null for none. */
  StubIssuer said(String member, @Nullable Object value) {
    if (value == null) {
      metadata.remove(member);
    } else {
      metadata.put(member, value);
    }
    return discovery(json(200, metadata));
  }

  Map<String, Object> metadata() {
    return metadata;
  }

  StubIssuer discovery(ResponseDefinitionBuilder answer) {
    return stub(get(urlPathEqualTo("/.well-known/openid-configuration")), answer);
  }

  StubIssuer keys(ResponseDefinitionBuilder answer) {
    return stub(get(urlPathEqualTo("/jwks")), answer);
  }

  StubIssuer authorizes(ResponseDefinitionBuilder answer) {
    return stub(any(urlPathEqualTo("/authorize")), answer);
  }

  /** Lets every login through at once, with a code. */
  StubIssuer signsIn() {
    return authorizes(back("code=of-a-stub"));
  }

  /** A redirect to the callback, with these parameters and the state that was sent. */
  static ResponseDefinitionBuilder back(String parameters) {
    return aResponse()
        .withStatus(302)
        .withHeader(
            "Location",
            Installation.PUBLIC_URL + "/callback?" + parameters + "&state={{request.query.state}}")
        .withTransformers("response-template");
  }

  StubIssuer token(ResponseDefinitionBuilder answer) {
    return stub(post(urlPathEqualTo("/token")), answer);
  }

  private StubIssuer stub(MappingBuilder request, ResponseDefinitionBuilder answer) {
    server.stubFor(request.willReturn(answer));
    return this;
  }

  static ResponseDefinitionBuilder json(int status, Map<String, Object> members) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/json")
        .withBody(Json.write(members));
  }

  static ResponseDefinitionBuilder html(int status, String body) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "text/html; charset=utf-8")
        .withBody("<!doctype html><html><body>" + body + "</body></html>");
  }

  @Override
  public void close() {
    server.stop();
  }

  private static Map<String, Object> key() {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID("1").generate().toPublicJWK().toJSONObject();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
