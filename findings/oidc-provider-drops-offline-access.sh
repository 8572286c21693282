#!/usr/bin/env bash
# Software:  oidc-provider 9.13.3 (npm)
# Behaviour: a login that asks for `offline_access` without `prompt=consent` gets no refresh token, no error and no warning: the
#            answer's `scope` is `openid`, although the client is registered for `refresh_token`, the user has just consented,
#            and the metadata list both the scope and the grant. With `prompt=consent` the same login gets one.
# One would guess: that an offered scope is granted after a consent, or refused by an error.
# Who is hurt: every client that asks for `offline_access` as other providers take it: its users are signed out when the first
#            access token expires. (OpenID Connect Core 1.0 section 11 asks providers to ignore the scope then; few do.)
set -euo pipefail
dir=$(mktemp -d)
trap 'kill $server 2> /dev/null || true; rm -rf "$dir"' EXIT
cd "$dir"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund oidc-provider@9.13.3
cat > run.mjs <<'JS'
import http from 'node:http';
import { Provider } from 'oidc-provider';
const server = http.createServer().listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const client = { client_id: 'app', client_secret: 'app-secret', redirect_uris: ['http://127.0.0.1/callback'],
    application_type: 'native', grant_types: ['authorization_code', 'refresh_token'] };
  server.on('request', new Provider(issuer, { clients: [client] }).callback());
  console.log(issuer);
});
JS
node run.mjs > issuer 2> log & server=$!
until [ -s issuer ]; do kill -0 $server; sleep .1; done
issuer=$(head -n 1 issuer)
cat > login.mjs <<'JS'
import crypto from 'node:crypto';
const [issuer, prompt] = process.argv.slice(2);
const jar = new Map();
const verifier = crypto.randomBytes(32).toString('base64url');
async function go(url, form) {
  const answer = await fetch(url, { redirect: 'manual', method: form ? 'POST' : 'GET', body: form && new URLSearchParams(form),
    headers: { cookie: [...jar].map(([k, v]) => `${k}=${v}`).join('; ') } });
  for (const cookie of answer.headers.getSetCookie()) jar.set(...cookie.split(';')[0].split(/=(.*)/s));
  const next = answer.headers.get('location');
  if (next?.startsWith('http://127.0.0.1/callback')) return new URL(next).searchParams;
  if (next) return go(new URL(next, url).href);
  const page = await answer.text();
  const action = page.match(/<form[^>]* action="([^"]+)"/)[1];
  return go(new URL(action, url).href, page.includes('name="password"')
    ? { prompt: 'login', login: 'user', password: 'any' } : { prompt: 'consent' });
}
const query = new URLSearchParams({ client_id: 'app', redirect_uri: 'http://127.0.0.1/callback', response_type: 'code',
  scope: 'openid offline_access', code_challenge_method: 'S256',
  code_challenge: crypto.createHash('sha256').update(verifier).digest('base64url'), ...(prompt && { prompt }) });
const code = (await go(`${issuer}/auth?${query}`)).get('code');
const tokens = await (await fetch(`${issuer}/token`, { method: 'POST', headers: { authorization: `Basic ${btoa('app:app-secret')}` },
  body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: 'http://127.0.0.1/callback', code_verifier: verifier }) })).json();
console.log(`prompt=${prompt ?? ''} scope=${tokens.scope} refresh_token=${'refresh_token' in tokens}`);
JS
metadata=$(curl -sf "$issuer/.well-known/openid-configuration")
grep -q '"offline_access"' <<< "$metadata" && grep -q '"refresh_token"' <<< "$metadata"
seen=$(node login.mjs "$issuer"; node login.mjs "$issuer" consent)
echo "$seen"
[ "$seen" = "prompt= scope=openid refresh_token=false
prompt=consent scope=openid offline_access refresh_token=true" ] || { echo "the behaviour has changed"; exit 1; }
