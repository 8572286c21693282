package dev.tms.demo.interop;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.SignedJWT;
import dev.tms.testkit.browser.HtmlForm;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import dev.tms.testkit.http.Forms;
import java.net.URI;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

/** The providers of the suite, and what is particular about each. */
class InteropTest {
  @Nested
  class Keycloak extends InteropContract {
    private KeycloakServer keycloak;

    Keycloak() {
      super("keycloak", new SignIn("alice", "alice"));
    }

    @Override
    String startProvider(URI app) {
      keycloak = KeycloakServer.start(Realm.forTests(app.getPort()));
      return KeycloakServer.version();
    }

    @Override
    void stopProvider() {
      keycloak.close();
    }

    @Override
    String issuer() {
      return keycloak.issuer();
    }

    @Override
    String secret() {
      return Realm.SECRET;
    }

    @Override
    void signOutAtProvider(TestBrowser browser, String idToken) {
      new KeycloakAdmin(keycloak).signOut("alice");
    }
  }

  @Nested
  class OidcProvider extends ScriptedInteropContract {
    OidcProvider() {
      super(
          "oidc-provider",
          new SignIn("alice", "alice") {
            @Override
            Map<String, String> consent() {
              return Map.of("logout", "yes");
            }
          });
    }

    @Override
    void signOutAtProvider(TestBrowser browser, String idToken) {
      Page page = browser.get(issuer() + "/session/end");
      HtmlForm form = page.forms().get(0);
      browser.follow(browser.submit(page, form.with("logout", "yes")));
    }
  }

  @Nested
  class SpringAuthorizationServer extends ScriptedInteropContract {
    SpringAuthorizationServer() {
      super("spring-authorization-server", new SignIn("alice", "alice"));
    }

    @Override
    String lacks(Capability capability) {
      return capability == Capability.BACK_CHANNEL ? "not offered" : "";
    }
  }

  @Nested
  class MockOauth2Server extends ScriptedInteropContract {
    MockOauth2Server() {
      super("mock-oauth2-server", new SignIn("alice", ""));
    }

    @Override
    String lacks(Capability capability) {
      return capability == Capability.BACK_CHANNEL ? "not offered" : "";
    }
  }

  @Nested
  class Oauth2MockServer extends ScriptedInteropContract {
    Oauth2MockServer() {
      super("oauth2-mock-server", new SignIn("", ""));
    }

    @Override
    String lacks(Capability capability) {
      return switch (capability) {
        case BACK_CHANNEL -> "not offered";
        case SIGN_OUT -> "it signs everyone in without asking";
        default -> "";
      };
    }
  }

  @Nested
  class LemonLdap extends ScriptedInteropContract {
    LemonLdap() {
      super(
          "lemonldap-ng",
          new SignIn("dwho", "dwho") {
            @Override
            Map<String, String> consent() {
              return Map.of("confirm", "1");
            }
          });
    }

    @Override
    String lacks(Capability capability) {
      return capability == Capability.BACK_CHANNEL ? "not offered" : "";
    }
  }

  @Nested
  class Glewlwyd extends ScriptedInteropContract {
    Glewlwyd() {
      super("glewlwyd", new GlewlwydPages());
    }

    @Override
    void signOutAtProvider(TestBrowser browser, String idToken) {
      GlewlwydPages.endSession(browser, URI.create(issuer() + "/session/"), sid(idToken));
    }
  }

  private static String sid(String idToken) {
    try {
      return SignedJWT.parse(idToken).getJWTClaimsSet().getStringClaim("sid");
    } catch (ParseException e) {
      throw new IllegalStateException("no ID token", e);
    }
  }

  /** Its pages need JavaScript: this is what they send. */
  private static final class GlewlwydPages extends SignIn {
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    GlewlwydPages() {
      super("alice", "alicepassword");
    }

    @Override
    Optional<String> name() {
      return Optional.empty();
    }

    static void endSession(TestBrowser browser, URI sessions, String sid) {
      browser.send("DELETE", sessions.resolve(sid), Map.of(), null);
      browser.send("DELETE", sessions.resolve("/api/auth/"), Map.of(), null);
    }

    @Override
    Page answer(TestBrowser browser, Page page) {
      Map<String, List<String>> query = Forms.parse(page.uri().getRawQuery());
      String next = query.get("callback_url").get(0);
      URI api = page.uri().resolve("/api/");
      if (query.containsKey("sid")) {
        endSession(browser, api.resolve("oidc/session/"), query.get("sid").get(0));
        return browser.get(next);
      }
      String account =
          JSONObjectUtils.toJSONString(Map.of("username", "alice", "password", "alicepassword"));
      browser.send("POST", api.resolve("auth/"), JSON, account);
      browser.send("PUT", api.resolve("auth/grant/tms"), JSON, "{\"scope\":\"openid\"}");
      return browser.get(next + "&g_continue");
    }
  }
}
