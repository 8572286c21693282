#!/usr/bin/env bash
# Software:  ScribeJava 8.3.3 and Vert.x Auth OAuth2 5.1.6 (Maven) with oidc-provider 9.13.3 (npm)
# Behaviour: both clients put id and secret into the Basic header as they are, and the provider decodes the form encoding that RFC 6749
#            asks for: `+` is a blank for it, `%` begins an escape. A secret in base64 works until one has a `+`: `invalid_client`.
#            Neither client has a setting that encodes; ScribeJava can send the secret in the body, which works.
# One would guess: that every secret that the provider accepts works with `client_secret_basic`, the default of all three (RFC 6749
#            section 2.3.1, Appendix B), or that none does.
# Who is hurt: applications whose secret is replaced by a new one of the same generator: of 44 characters in base64 every second has a `+`.
set -euo pipefail
dir=$(mktemp -d)
trap 'kill "${server:-0}" 2> /dev/null || true; rm -rf "$dir"' EXIT
cd "$dir"
cat > pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>io.vertx</groupId><artifactId>vertx-auth-oauth2</artifactId><version>5.1.6</version></dependency>
    <dependency><groupId>com.github.scribejava</groupId><artifactId>scribejava-core</artifactId><version>8.3.3</version></dependency>
  </dependencies>
</project>
POM
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.10.0:copy-dependencies -DoutputDirectory=lib > mvn.log
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund oidc-provider@9.13.3
cat > provider.mjs <<'JS'
import { writeFileSync, renameSync } from 'node:fs';
import Provider from 'oidc-provider';
const secrets = { letters: 'bGV0dGVycyBhbmQgZGlnaXRz', slash: 'c2xhc2g/c2xhc2g/Pz8/', plus: 'cGx1cw+cGx1cw+Pj4+', percent: 'per%cent%41' };
const provider = new Provider('http://127.0.0.1', {
  clients: Object.entries(secrets).map(([client_id, client_secret]) => (
    { client_id, client_secret, grant_types: ['client_credentials'], redirect_uris: [], response_types: [] })),
  features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
});
const web = provider.listen(0, '127.0.0.1', () => {
  writeFileSync('port.new', String(web.address().port));
  renameSync('port.new', 'port');
});
JS
node provider.mjs > provider.log 2>&1 &
server=$!
for _ in $(seq 1 200); do [ -f port ] && break; sleep 0.1; done
cat > Basic.java <<'JAVA'
import com.github.scribejava.core.builder.ServiceBuilder;
import com.github.scribejava.core.builder.api.DefaultApi20;
import com.github.scribejava.core.oauth2.clientauthentication.ClientAuthentication;
import com.github.scribejava.core.oauth2.clientauthentication.HttpBasicAuthenticationScheme;
import com.github.scribejava.core.oauth2.clientauthentication.RequestBodyAuthenticationScheme;
import io.vertx.core.Vertx;
import io.vertx.ext.auth.oauth2.OAuth2Auth;
import io.vertx.ext.auth.oauth2.OAuth2FlowType;
import io.vertx.ext.auth.oauth2.OAuth2Options;
import io.vertx.ext.auth.oauth2.Oauth2Credentials;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

public class Basic {
  public static void main(String[] arguments) throws Exception {
    String site = "http://127.0.0.1:" + arguments[0];
    Map<String, String> secrets = new LinkedHashMap<>();
    secrets.put("letters", "bGV0dGVycyBhbmQgZGlnaXRz");
    secrets.put("slash", "c2xhc2g/c2xhc2g/Pz8/");
    secrets.put("plus", "cGx1cw+cGx1cw+Pj4+");
    secrets.put("percent", "per%cent%41");
    Vertx vertx = Vertx.vertx();
    for (Map.Entry<String, String> client : secrets.entrySet()) {
      String id = client.getKey();
      show("ScribeJava, Basic", id, () -> scribe(site, client, HttpBasicAuthenticationScheme.instance()));
      show("ScribeJava, body", id, () -> scribe(site, client, RequestBodyAuthenticationScheme.instance()));
      show("Vert.x, Basic", id, () -> OAuth2Auth
          .create(vertx, new OAuth2Options().setClientId(id).setClientSecret(client.getValue()).setSite(site).setTokenPath("/token"))
          .authenticate(new Oauth2Credentials().setFlow(OAuth2FlowType.CLIENT))
          .toCompletionStage().toCompletableFuture().get().principal().getString("token_type"));
    }
    System.exit(0);
  }

  static String scribe(String site, Map.Entry<String, String> client, ClientAuthentication scheme) throws Exception {
    DefaultApi20 api = new DefaultApi20() {
      @Override public String getAccessTokenEndpoint() { return site + "/token"; }
      @Override protected String getAuthorizationBaseUrl() { return site + "/auth"; }
      @Override public ClientAuthentication getClientAuthentication() { return scheme; }
    };
    return new ServiceBuilder(client.getKey()).apiSecret(client.getValue()).build(api).getAccessTokenClientCredentialsGrant().getTokenType();
  }

  static void show(String what, String secret, Callable<String> ask) {
    String seen;
    try {
      seen = ask.call();
    } catch (Exception e) {
      String answer = String.valueOf(e);
      seen = answer.contains("invalid_client") ? "invalid_client" : answer.contains("invalid_request") ? "invalid_request" : answer;
    }
    System.out.println(secret + ", " + what + ": " + seen);
  }
}
JAVA
javac -proc:none -cp 'lib/*' -d . Basic.java
seen=$(java -Xmx256m -XX:TieredStopAtLevel=1 -cp '.:lib/*' Basic "$(cat port)" 2> log) || { cat log; exit 1; }
echo "$seen"
[ "$seen" = 'letters, ScribeJava, Basic: Bearer
letters, ScribeJava, body: Bearer
letters, Vert.x, Basic: Bearer
slash, ScribeJava, Basic: Bearer
slash, ScribeJava, body: Bearer
slash, Vert.x, Basic: Bearer
plus, ScribeJava, Basic: invalid_client
plus, ScribeJava, body: Bearer
plus, Vert.x, Basic: invalid_client
percent, ScribeJava, Basic: invalid_request
percent, ScribeJava, body: Bearer
percent, Vert.x, Basic: invalid_request' ] || { echo "the behaviour has changed"; exit 1; }
