#!/usr/bin/env bash
# Software:  Spring Security OAuth 2.0 Client 7.1.2
# Behaviour: (1) when the token endpoint leaves out `expires_in`, the access token is taken to end one second later: within the clock
#            skew of a minute it has ended already, and each use of the session asks for another: five uses, five refreshes.
#            (2) when it leaves out `scope`, which says that all that was asked for is granted (RFC 6749 section 5.1), the access
#            token has no scopes at all, and the user who signed in has none of the `SCOPE_` authorities. A refresh that leaves it
#            out keeps the scopes of before.
# One would guess: a token whose end is not known and which is used until it is refused; and the scopes of the request.
# Who is hurt: providers that leave either out: a call to the token endpoint for each request of each user, and where refresh tokens
#            rotate, each call is a chance to lose the session; applications that ask for `SCOPE_email` answer 403.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.springframework.security</groupId><artifactId>spring-security-oauth2-client</artifactId><version>7.1.2</version></dependency>
    <dependency><groupId>org.springframework.security</groupId><artifactId>spring-security-oauth2-jose</artifactId><version>7.1.2</version></dependency>
    <dependency><groupId>tools.jackson.core</groupId><artifactId>jackson-databind</artifactId><version>3.0.3</version></dependency>
  </dependencies>
</project>
POM
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.10.0:copy-dependencies -DoutputDirectory=lib > mvn.log
cat > Omitted.java <<'JAVA'
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.time.*;
import java.util.*;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.oauth2.client.*;
import org.springframework.security.oauth2.client.endpoint.*;
import org.springframework.security.oauth2.client.oidc.userinfo.*;
import org.springframework.security.oauth2.client.registration.*;
import org.springframework.security.oauth2.core.*;
import org.springframework.security.oauth2.core.endpoint.*;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;

public class Omitted {
  static String more;
  static int asked;

  public static void main(String[] arguments) throws Exception {
    var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/token", exchange -> {
      asked++;
      byte[] body = ("{\"access_token\":\"access\",\"token_type\":\"Bearer\"" + more + "}").getBytes();
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    server.start();
    var app = ClientRegistration.withRegistrationId("app").clientId("app").clientSecret("secret")
        .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE).redirectUri("http://127.0.0.1/callback")
        .authorizationUri("http://127.0.0.1/authorize").tokenUri("http://127.0.0.1:" + server.getAddress().getPort() + "/token")
        .scope("openid", "email").build();
    more = ",\"expires_in\":3600";
    System.out.println("with expires_in: " + uses(app));
    more = "";
    System.out.println("without: " + uses(app));
    more = ",\"expires_in\":3600,\"scope\":\"openid email\"";
    System.out.println("with scope: " + login(app));
    more = ",\"expires_in\":3600";
    System.out.println("without: " + login(app));
    server.stop(0);
  }

  static String uses(ClientRegistration app) {
    asked = 0;
    var registrations = new InMemoryClientRegistrationRepository(app);
    var sessions = new InMemoryOAuth2AuthorizedClientService(registrations);
    var manager = new AuthorizedClientServiceOAuth2AuthorizedClientManager(registrations, sessions);
    manager.setAuthorizedClientProvider(OAuth2AuthorizedClientProviderBuilder.builder().authorizationCode().refreshToken().build());
    var user = new TestingAuthenticationToken("user", "");
    Instant now = Instant.now();
    var ended = new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, "old", now.minusSeconds(3600), now.minusSeconds(1800), Set.of("openid", "email"));
    sessions.saveAuthorizedClient(new OAuth2AuthorizedClient(app, "user", ended, new OAuth2RefreshToken("refresh", null)), user);
    OAuth2AccessToken token = null;
    for (int use = 0; use < 5; use++) {
      token = manager.authorize(OAuth2AuthorizeRequest.withClientRegistrationId("app").principal(user).build()).getAccessToken();
    }
    return Duration.between(token.getIssuedAt(), token.getExpiresAt()) + ", 5 uses, " + asked + " refresh(es), scopes " + new TreeSet<>(token.getScopes());
  }

  static String login(ClientRegistration app) {
    var request = OAuth2AuthorizationRequest.authorizationCode().clientId("app").authorizationUri("http://127.0.0.1/authorize")
        .redirectUri("http://127.0.0.1/callback").scopes(app.getScopes()).state("s").build();
    var answer = OAuth2AuthorizationResponse.success("code").redirectUri("http://127.0.0.1/callback").state("s").build();
    var token = new RestClientAuthorizationCodeTokenResponseClient()
        .getTokenResponse(new OAuth2AuthorizationCodeGrantRequest(app, new OAuth2AuthorizationExchange(request, answer))).getAccessToken();
    var id = new OidcIdToken("t", Instant.now(), Instant.now().plusSeconds(60), Map.of("sub", "user"));
    var user = new OidcUserService().loadUser(new OidcUserRequest(app, token, id));
    var authorities = new TreeSet<String>();
    user.getAuthorities().forEach(authority -> authorities.add(authority.getAuthority()));
    return "scopes " + new TreeSet<>(token.getScopes()) + ", authorities " + authorities;
  }
}
JAVA
javac -proc:none -cp 'lib/*' -d . Omitted.java
seen=$(java -Xmx256m -XX:TieredStopAtLevel=1 -cp '.:lib/*' Omitted 2> log) || { cat log; exit 1; }
echo "$seen"
[ "$seen" = "with expires_in: PT1H, 5 uses, 1 refresh(es), scopes [email, openid]
without: PT1S, 5 uses, 5 refresh(es), scopes [email, openid]
with scope: scopes [email, openid], authorities [OIDC_USER, SCOPE_email, SCOPE_openid]
without: scopes [], authorities [OIDC_USER]" ] || { echo "the behaviour has changed"; exit 1; }
