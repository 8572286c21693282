#!/usr/bin/env bash
# Software:  Spring Authorization Server 7.1.2, as Spring Boot 4.1.2 sets it up
# Behaviour: (1) `prompt=none` without a session is answered with a redirect to its login page instead of the error
#            `login_required` at the redirect URI (OpenID Connect Core 1.0 section 3.1.2.6). (2) After a refresh the sign-out
#            refuses the ID token of the login as `id_token_hint` with 400; it takes only the one that it issued last.
# One would guess: that a silent login always comes back, and that any ID token of the session names it.
# Who is hurt: single-page apps whose hidden frame waits for an answer that never comes; clients that keep the login's ID token,
#            whose users stay signed in at the provider.
set -euo pipefail
dir=$(mktemp -d)
trap 'kill $server 2> /dev/null || true; rm -rf "$dir"' EXIT
cd "$dir"
cat > pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId><version>1</version>
  <dependencies><dependency><groupId>org.springframework.boot</groupId>
    <artifactId>spring-boot-starter-security-oauth2-authorization-server</artifactId><version>4.1.2</version></dependency></dependencies>
</project>
POM
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.10.0:copy-dependencies -DoutputDirectory=lib > mvn.log
cat > Application.java <<'JAVA'
@org.springframework.context.annotation.Configuration
@org.springframework.boot.autoconfigure.EnableAutoConfiguration
public class Application {
  public static void main(String[] arguments) {
    org.springframework.boot.SpringApplication.run(Application.class, arguments);
  }
}
JAVA
javac -cp 'lib/*' -d . Application.java
port=$(node -p 'const s = require("net").createServer().listen(0, () => { console.log(s.address().port); s.close(); }); ""' | tail -1)
client=spring.security.oauth2.authorizationserver.client.app
java -Xmx256m -XX:TieredStopAtLevel=1 -cp '.:lib/*' Application --server.port="$port" --server.address=127.0.0.1 \
  --spring.security.user.name=user --spring.security.user.password=password \
  --$client.registration.client-id=app --$client.registration.client-secret='{noop}secret' \
  --$client.registration.client-authentication-methods=client_secret_basic \
  --$client.registration.authorization-grant-types=authorization_code,refresh_token \
  --$client.registration.redirect-uris=http://127.0.0.1/callback \
  --$client.registration.post-logout-redirect-uris=http://127.0.0.1/out --$client.registration.scopes=openid > log 2>&1 & server=$!
base=http://localhost:$port
until curl -sf "$base/.well-known/openid-configuration" > metadata.json; do kill -0 $server; sleep .3; done
web() { curl -s -b jar -c jar -H 'Accept: text/html' "$@"; }
where() { web -o page -w '%{http_code} %{redirect_url}' "$@"; }
challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM # of RFC 7636 appendix B
request="$base/oauth2/authorize?response_type=code&client_id=app&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcallback&scope=openid&state=s&nonce=n&code_challenge=$challenge&code_challenge_method=S256"
silent=$(where "$request&prompt=none")
where "$request" > /dev/null
where "$base/login" > /dev/null
csrf=$(sed -n 's/.*name="_csrf"[^>]*value="\([^"]*\)".*/\1/p' page)
next=$(web -o /dev/null -w '%{redirect_url}' "$base/login" -d username=user -d password=password --data-urlencode "_csrf=$csrf")
code=$(web -o /dev/null -w '%{redirect_url}' "$next" | sed 's/.*code=\([^&]*\).*/\1/')
token() { curl -sf -u app:secret "$base/oauth2/token" "$@"; }
member() { node -p "JSON.parse(fs.readFileSync('$1')).$2"; }
token -d grant_type=authorization_code -d "code=$code" -d redirect_uri=http://127.0.0.1/callback -d code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk > first.json
token -d grant_type=refresh_token -d "refresh_token=$(member first.json refresh_token)" > second.json
out() { where "$base/connect/logout?id_token_hint=$(member "$1" id_token)&post_logout_redirect_uri=http%3A%2F%2F127.0.0.1%2Fout&state=s"; }
old=$(out first.json)
new=$(out second.json)
echo "prompt=none: $silent; sign-out with the login's ID token: $old; with the newest: $new"
[ "$silent; $old; $new" = "302 $base/login; 400 ; 302 http://127.0.0.1/out?state=s" ] || { echo "the behaviour has changed"; exit 1; }
