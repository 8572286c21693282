#!/usr/bin/env bash
# Software:  express-openid-connect 3.4.0 (npm)
# Behaviour: when the token endpoint leaves out `expires_in` (RECOMMENDED, not REQUIRED, in RFC 6749 section 5.1), the login
#            succeeds and the session holds the access token, yet `req.oidc.accessToken` is undefined and stays so: there is no
#            token to call an API with and, as `refresh` hangs on the same object, no way to get another. `fetchUserInfo()`, which
#            sends the same token, works.
# One would guess: an access token without a known end, as `isExpired()` inside treats it (false).
# Who is hurt: users of providers whose access tokens have no set end; the documented use, `let { access_token, isExpired, refresh } =
#            req.oidc.accessToken`, raises a TypeError on each page.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund express-openid-connect@3.4.0 express@4.22.3
cat > run.mjs <<'JS'
import express from 'express';
import session from 'express-openid-connect';
import crypto from 'node:crypto';
import http from 'node:http';
const { privateKey, publicKey } = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 });
const servers = [http.createServer(), http.createServer()];
await Promise.all(servers.map((server) => new Promise((done) => server.listen(0, '127.0.0.1', done))));
const [issuer, base] = servers.map((server) => `http://127.0.0.1:${server.address().port}`);
const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
let nonce;
let end;
function idToken() {
  const now = Math.floor(Date.now() / 1000);
  const said = `${encoded({ alg: 'RS256', kid: 'key' })}.${encoded({ iss: issuer, sub: 'user', aud: 'app', iat: now, exp: now + 60, nonce })}`;
  return `${said}.${crypto.sign('sha256', Buffer.from(said), privateKey).toString('base64url')}`;
}
const provider = express();
provider.get('/.well-known/openid-configuration', (request, answer) => answer.json({ issuer, authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`, userinfo_endpoint: `${issuer}/userinfo`, jwks_uri: `${issuer}/jwks`, response_types_supported: ['code'],
  subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'] }));
provider.get('/jwks', (request, answer) => answer.json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'key', use: 'sig' }] }));
provider.get('/authorize', ({ query }, answer) => {
  nonce = query.nonce;
  answer.redirect(`${query.redirect_uri}?${new URLSearchParams({ code: 'code', state: query.state })}`);
});
provider.post('/token', (request, answer) => answer.json({ access_token: 'access', refresh_token: 'refresh', token_type: 'Bearer',
  id_token: idToken(), ...end }));
provider.get('/userinfo', (request, answer) => answer.json({ sub: 'user', sent: request.headers.authorization }));
servers[0].on('request', provider);
const app = express();
app.use(session.auth({ issuerBaseURL: issuer, baseURL: base, clientID: 'app', clientSecret: 'secret', secret: 'x'.repeat(32), idpLogout: false,
  authorizationParams: { response_type: 'code', scope: 'openid offline_access' } }));
app.get('/', async ({ oidc }, answer) => answer.send(`accessToken: ${oidc.accessToken?.access_token}, refreshToken: ${oidc.refreshToken}, \
fetchUserInfo() sent: ${(await oidc.fetchUserInfo()).sent}`));
servers[1].on('request', app);
async function go(url, jar) {
  const answer = await fetch(url, { redirect: 'manual', headers: { cookie: [...jar].map(([k, v]) => `${k}=${v}`).join('; ') } });
  for (const cookie of answer.headers.getSetCookie()) jar.set(...cookie.split(';')[0].split(/=(.*)/s));
  return answer.headers.has('location') ? go(new URL(answer.headers.get('location'), url).href, jar) : answer.text();
}
for (end of [{ expires_in: 60 }, {}]) console.log(`${'expires_in' in end ? 'with' : 'without'}: ${await go(`${base}/login`, new Map())}`);
process.exit();
JS
seen=$(node run.mjs 2> log) || { cat log; exit 1; }
echo "$seen"
[ "$seen" = "with: accessToken: access, refreshToken: refresh, fetchUserInfo() sent: Bearer access
without: accessToken: undefined, refreshToken: refresh, fetchUserInfo() sent: Bearer access" ] || { echo "the behaviour has changed"; exit 1; }
