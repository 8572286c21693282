package dev.tms.testkit;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.http.Forms;
import dev.tms.testkit.http.Incoming;
import dev.tms.testkit.http.LoopbackServer;
import dev.tms.testkit.http.Reply;
import java.util.Map;

/**
 * Stands for the application of someone who uses the testkit; it validates with Nimbus' client
 * side.
 */
final class ExampleApp implements AutoCloseable {
  private final LoopbackServer server = LoopbackServer.bind(0);
  private final TestProvider provider;
  private final RelyingParty party;

  private ExampleApp(TestProvider provider) {
    this.provider = provider;
    this.party = new RelyingParty(provider);
  }

  static ExampleApp start(TestProvider provider) {
    ExampleApp app = new ExampleApp(provider);
    provider.register(
        TestClient.confidential("app", "secret").redirectUri(app.url("/callback")).build());
    app.server.serve(app::answer);
    return app;
  }

  String url(String path) {
    return "http://localhost:" + server.port() + path;
  }

  private Reply answer(Incoming request) {
    return switch (request.path()) {
      case "/login" ->
          Reply.redirect(
              302, party.authorizeUri(RelyingParty.requestWith("redirect_uri", url("/callback"))));
      case "/callback" -> Reply.redirect(302, "/home?" + Forms.encode(outcome(request)));
      default -> Reply.text(200, "text/plain", "home");
    };
  }

  private Map<String, String> outcome(Incoming request) {
    try {
      Map<String, String> form = RelyingParty.codeForm(request.query().get("code").get(0));
      form.put("redirect_uri", url("/callback"));
      Page answer = party.token(form);
      JWKSet keys = JWKSet.parse(party.browser.get(provider.jwksUri()).body());
      IDTokenValidator validator =
          new IDTokenValidator(
              new Issuer(provider.issuer()), new ClientID("app"), JWSAlgorithm.RS256, keys);
      String idToken = (String) answer.json().get("id_token");
      return Map.of(
          "user",
          validator
              .validate(JWTParser.parse(idToken), new Nonce("the-nonce"))
              .getSubject()
              .getValue());
    } catch (Exception e) {
      return Map.of("error", "login_failed");
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
