#!/usr/bin/env bash
# Software:  Glewlwyd 2.7.5 (Debian 12)
# Behaviour: with its own client store as installed, the OpenID Connect plugin cannot be given an address to return to after a
#            sign-out: it reads the client's `post_logout_redirect_uris` as a list, and the store refuses a list in that property
#            ("must be a string value") until its data format is changed by hand. Until then `end_session` with a good
#            `id_token_hint` drops `post_logout_redirect_uri` and `state` without a word, and the user stays on its page.
# One would guess: that the property which the plugin reads can be set, or that an unregistered address is an error
#            (OpenID Connect RP-Initiated Logout 1.0 section 3).
# Who is hurt: every relying party behind a fresh installation; its users never come back from a sign-out.
set -euo pipefail
command -v apt-get > /dev/null || { echo "needs Debian"; exit 1; }
dir=$(mktemp -d)
trap 'kill $server 2> /dev/null || true; rm -rf "$dir"' EXIT
cd "$dir"
mkdir deb root
wanted=$(apt-get install -s --no-install-recommends glewlwyd dbconfig-no-thanks sqlite3 2> /dev/null |
  sed -nE 's/^Inst ([^ ]+) \(([^ ]+) .*/\1=\2/p' | grep -vE '^(dbconfig|fonts|libjs-)')
(cd deb && apt-get download $wanted > /dev/null 2>&1)
for package in deb/*.deb; do dpkg -x "$package" root; done
export LD_LIBRARY_PATH=$(echo "$PWD"/root/usr/lib/*-linux-gnu | tr ' ' ':')
port=$(node -e 'const s = require("net").createServer().listen(0, () => { console.log(s.address().port); s.close(); })')
base=http://localhost:$port
zcat root/usr/share/doc/glewlwyd/database/init.sqlite3.sql.gz | PATH=$PATH:root/usr/bin sqlite3 glewlwyd.db > /dev/null
zcat root/usr/share/doc/glewlwyd/glewlwyd.conf.sample.gz | sed -e "s#^port=.*#port=$port\nbind_address=\"127.0.0.1\"#" \
  -e "s#^external_url=.*#external_url=\"$base\"#; s#/usr/share/glewlwyd#$PWD/root/usr/share/glewlwyd#; s#\"/usr/lib/glewlwyd#\"$PWD/root/usr/lib/glewlwyd#" \
  -e "s#^cookie_secure=.*#cookie_secure=0#; s#path = .*#path = \"$PWD/glewlwyd.db\"#" > glewlwyd.conf
openssl genrsa -out key.pem 2048 2> /dev/null
openssl rsa -in key.pem -pubout -out public.pem 2> /dev/null
root/usr/bin/glewlwyd --config-file="$PWD/glewlwyd.conf" > log 2>&1 & server=$!
until curl -sf "$base/config" > /dev/null; do kill -0 $server; sleep .2; done
cat > run.mjs <<'JS'
import fs from 'node:fs';
const base = process.argv[2];
async function call(method, path, body, cookie = '') {
  return fetch(base + path, { method, redirect: 'manual', headers: { 'Content-Type': 'application/json', cookie },
    body: body && JSON.stringify(body) });
}
const signIn = async (username, password) =>
  (await call('POST', '/api/auth/', { username, password })).headers.get('set-cookie').split(';')[0];
const admin = await signIn('admin', 'password');
const on = ['auth-type-code-enabled', 'auth-type-refresh-enabled', 'auth-type-id-token-enabled', 'refresh-token-rolling', 'jwks-show',
  'session-management-allowed', 'front-channel-logout-allowed', 'back-channel-logout-allowed', 'request-parameter-allow'];
const off = ['allow-non-oidc', 'auth-type-token-enabled', 'auth-type-none-enabled', 'auth-type-password-enabled', 'auth-type-client-enabled',
  'auth-type-device-enabled', 'pkce-allowed', 'introspection-revocation-allowed', 'register-client-allowed', 'encrypt-out-token-allow',
  'oauth-dpop-allowed', 'resource-allowed', 'oauth-rar-allowed', 'oauth-par-allowed', 'oauth-ciba-allowed'];
const parameters = { iss: `${base}/api/oidc`, 'jwt-type': 'rsa', 'jwt-key-size': '256', key: fs.readFileSync('key.pem', 'utf8'),
  cert: fs.readFileSync('public.pem', 'utf8'), 'access-token-duration': 3600, 'refresh-token-duration': 1209600, 'code-duration': 600,
  'refresh-token-one-use': 'never', scope: [], 'additional-parameters': [], claims: [], 'jwks-x5c': [], 'secret-type': 'pairwise',
  'address-claim': { type: 'no' }, 'name-claim': 'on-demand', 'name-claim-scope': [], 'email-claim': 'no', 'email-claim-scope': [],
  'scope-claim': 'no', 'scope-claim-scope': [], 'allowed-scope': ['openid'], 'session-cookie-name': 'S', 'session-cookie-expiration': 3600,
  'client-jwks-parameter': 'jwks', 'client-jwks_uri-parameter': 'jwks_uri', 'request-maximum-exp': 3600,
  ...Object.fromEntries([...on.map((n) => [n, true]), ...off.map((n) => [n, false])]) };
await call('POST', '/api/mod/plugin/', { module: 'oidc', name: 'oidc', display_name: 'oidc', parameters }, admin);
const out = 'http://127.0.0.1/out';
const client = { client_id: 'app', name: 'App', confidential: true, enabled: true, client_secret: 'secret', password: 'secret',
  redirect_uri: ['http://127.0.0.1/callback'], authorization_type: ['code'], token_endpoint_auth_method: ['client_secret_basic'], scope: [] };
const refused = await call('POST', '/api/client/', { ...client, post_logout_redirect_uris: [out] }, admin);
console.log(`a list: ${refused.status} ${await refused.text()}`);
console.log(`a text: ${(await call('POST', '/api/client/', { ...client, post_logout_redirect_uris: out }, admin)).status}`);
await call('POST', '/api/user/', { username: 'user', enabled: true, password: 'userpassword', scope: ['openid', 'g_profile'] }, admin);
const user = await signIn('user', 'userpassword');
await call('PUT', '/api/auth/grant/app', { scope: 'openid' }, user);
const request = new URLSearchParams({ response_type: 'code', client_id: 'app', redirect_uri: client.redirect_uri[0], scope: 'openid', state: 's', nonce: 'n', g_continue: '' });
const answer = await call('GET', `/api/oidc/auth?${request}`, undefined, user);
const code = new URL(answer.headers.get('location')).searchParams.get('code');
const tokens = await (await fetch(`${base}/api/oidc/token`, { method: 'POST', headers: { authorization: `Basic ${btoa('app:secret')}` },
  body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: client.redirect_uri[0] }) })).json();
const hint = new URLSearchParams({ id_token_hint: tokens.id_token, client_id: 'app', post_logout_redirect_uri: out, state: 's' });
const page = new URL((await call('GET', `/api/oidc/end_session?${hint}`, undefined, user)).headers.get('location')).searchParams;
console.log(`end_session: prompt=${page.get('prompt')} callback_url=${page.get('callback_url')}`);
JS
seen=$(node run.mjs "$base")
echo "$seen"
[ "$seen" = "a list: 400 [\"property 'post_logout_redirect_uris' must be a string value (maximum 16M characters)\"]
a text: 200
end_session: prompt=end_session callback_url=null" ] || { echo "the behaviour has changed"; exit 1; }
