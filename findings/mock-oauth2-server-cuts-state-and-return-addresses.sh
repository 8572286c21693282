#!/usr/bin/env bash
# Software:  mock-oauth2-server 6.0.2 (Maven: no.nav.security)
# Behaviour: (1) a `state` with an ampersand comes back without what follows it: sent `to=%2Fcart&tab=2`, came `to=/cart`.
#            (2) a `post_logout_redirect_uri` with a query of its own gets `?state=` put behind it instead of `&state=`, so that the
#            state is part of the last value and there is no `state`. A redirect URI with a query is answered as it should be.
#            (3) a revocation without `token_type_hint`, which is OPTIONAL (RFC 7009 section 2.1), is refused with 400
#            `unsupported_token_type`; with the hint the same token is revoked.
# One would guess: that `state` comes back as it was sent (RFC 6749 section 4.1.2), whatever its letters, at a login and at a sign-out
#            (OpenID Connect RP-Initiated Logout 1.0 section 3).
# Who is hurt: developers who test clients that put more than a random word into `state`: the client is right, and its test fails
#            with a forged or missing state.
set -euo pipefail
dir=$(mktemp -d)
trap 'kill $server 2> /dev/null || true; rm -rf "$dir"' EXIT
cd "$dir"
cat > pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId><version>1</version>
  <dependencies><dependency><groupId>no.nav.security</groupId><artifactId>mock-oauth2-server</artifactId><version>6.0.2</version></dependency></dependencies>
</project>
POM
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.10.0:copy-dependencies -DoutputDirectory=lib > mvn.log
cat > Server.java <<'JAVA'
public class Server {
  public static void main(String[] arguments) throws Exception {
    var server = new no.nav.security.mock.oauth2.MockOAuth2Server();
    server.start(java.net.InetAddress.getByName("127.0.0.1"), 0);
    System.out.println(server.issuerUrl("default"));
    Thread.currentThread().join();
  }
}
JAVA
javac -proc:none -cp 'lib/*' -d . Server.java
java -Xmx256m -XX:TieredStopAtLevel=1 -cp '.:lib/*' Server > issuer 2> log & server=$!
until [ -s issuer ]; do kill -0 $server; sleep .2; done
cat > run.mjs <<'JS'
const issuer = process.argv[2];
async function redirected(path, parameters) {
  const answer = await fetch(`${issuer}/${path}?${new URLSearchParams(parameters)}`, { redirect: 'manual' });
  return new URL(answer.headers.get('location'));
}
const login = (state) => redirected('authorize', { response_type: 'code', client_id: 'app', redirect_uri: 'http://127.0.0.1/callback?tenant=a',
  scope: 'openid offline_access', nonce: 'n', state });
const post = (path, form) => fetch(`${issuer}/${path}`, { method: 'POST', headers: { authorization: `Basic ${btoa('app:secret')}` },
  body: new URLSearchParams(form) });
const { searchParams } = await login('to=/cart&tab=2');
console.log(`login: tenant=${searchParams.get('tenant')} state=${searchParams.get('state')}`);
for (const query of ['', '?tenant=a']) {
  const out = await redirected('endsession', { post_logout_redirect_uri: `http://127.0.0.1/out${query}`, state: 's' });
  console.log(`sign-out: ${out} state=${out.searchParams.get('state')}`);
}
const token = (await (await post('token', { grant_type: 'authorization_code', code: (await login('s')).searchParams.get('code'),
  redirect_uri: 'http://127.0.0.1/callback?tenant=a' })).json()).refresh_token;
const refused = await post('revoke', { token });
console.log(`revocation: ${refused.status} ${(await refused.json()).error}; with the hint ${(await post('revoke', { token, token_type_hint: 'refresh_token' })).status}`);
JS
seen=$(node run.mjs "$(cat issuer)")
echo "$seen"
[ "$seen" = "login: tenant=a state=to=/cart
sign-out: http://127.0.0.1/out?state=s state=s
sign-out: http://127.0.0.1/out?tenant=a?state=s state=null
revocation: 400 unsupported_token_type; with the hint 200" ] || { echo "the behaviour has changed"; exit 1; }
