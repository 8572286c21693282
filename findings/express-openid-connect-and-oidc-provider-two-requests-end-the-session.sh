#!/usr/bin/env bash
# Software:  express-openid-connect 3.4.0 with oidc-provider 9.13.3, `rotateRefreshToken: true` (npm)
# Behaviour: two requests of one browser that find the access token expired both send the session's refresh token. The provider
#            takes the second for a theft and revokes the whole grant, so one page fails, and the other has an access token that
#            is dead already (the userinfo endpoint refuses it) and a refresh token that will be refused: the session cannot go on.
#            It makes no difference that the session is in a store shared by the requests.
# One would guess: that a session middleware whose documented use is `if (isExpired()) await refresh()` in each request does one
#            refresh at a time for one session.
# Who is hurt: users of pages that load two things at once after a pause: they are signed out at random.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund express-openid-connect@3.4.0 express@4.22.3 oidc-provider@9.13.3
cat > run.mjs <<'JS'
import express from 'express';
import session from 'express-openid-connect';
import http from 'node:http';
import { Provider } from 'oidc-provider';
const listen = async () => { const server = http.createServer(); await new Promise((done) => server.listen(0, '127.0.0.1', done)); return server; };
const [providerServer, appServer] = [await listen(), await listen()];
const [issuer, base] = [providerServer, appServer].map((server) => `http://127.0.0.1:${server.address().port}`);
const provider = new Provider(issuer, { rotateRefreshToken: true, ttl: { AccessToken: 2 },
  clients: [{ client_id: 'app', client_secret: 'a-secret-of-32-letters-and-no-less', application_type: 'native', redirect_uris: [`${base}/callback`],
    grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'] }] });
let revoked = 0;
provider.on('grant.revoked', () => revoked++);
providerServer.on('request', provider.callback());
const sessions = new Map();
const store = { get: (id, done) => done(null, structuredClone(sessions.get(id))), set: (id, value, done) => { sessions.set(id, structuredClone(value)); done(null); },
  destroy: (id, done) => { sessions.delete(id); done(null); } };
const app = express();
app.use(session.auth({ issuerBaseURL: issuer, baseURL: base, clientID: 'app', clientSecret: 'a-secret-of-32-letters-and-no-less', secret: 'x'.repeat(32),
  clientAuthMethod: 'client_secret_basic', idpLogout: false, authRequired: true, session: { store },
  authorizationParams: { response_type: 'code', scope: 'openid offline_access', prompt: 'consent' } }));
app.get('/page', async (request, answer, next) => {
  try {
    let { access_token, isExpired, refresh } = request.oidc.accessToken;
    if (isExpired()) ({ access_token } = await refresh());
    answer.send(access_token);
  } catch (error) { next(error); }
});
app.use((error, request, answer, next) => answer.status(500).send(error.error ?? error.message));
appServer.on('request', app);
const jar = new Map(); // of the browser; no two names are alike here
async function go(url, form) {
  const answer = await fetch(url, { redirect: 'manual', method: form ? 'POST' : 'GET', body: form && new URLSearchParams(form),
    headers: { cookie: [...jar].map(([k, v]) => `${k}=${v}`).join('; ') } });
  for (const cookie of answer.headers.getSetCookie()) jar.set(...cookie.split(';')[0].split(/=(.*)/s));
  const next = answer.headers.get('location');
  if (next) return go(new URL(next, url).href);
  const page = await answer.text();
  const action = page.match(/<form[^>]* action="([^"]+)"/)?.[1];
  return action ? go(new URL(action, url).href, page.includes('name="password"')
    ? { prompt: 'login', login: 'user', password: 'any' } : { prompt: 'consent' }) : { status: answer.status, page };
}
const pause = () => new Promise((done) => setTimeout(done, 3000));
const userinfo = async ({ page }) => (await fetch(`${issuer}/me`, { headers: { authorization: `Bearer ${page}` } })).status;
await go(`${base}/page`);
await pause();
const alone = await go(`${base}/page`);
console.log(`one request: ${alone.status}, userinfo ${await userinfo(alone)}`);
await pause();
const two = (await Promise.all([go(`${base}/page`), go(`${base}/page`)])).sort((a, b) => a.status - b.status);
console.log(`two requests: ${two[0].status} and ${two[1].status} ${two[1].page}, userinfo ${await userinfo(two[0])}`);
await pause();
const next = await go(`${base}/page`);
console.log(`the next request: ${next.status} ${next.page}`);
console.log(`grants revoked: ${revoked}`);
process.exit();
JS
seen=$(node run.mjs 2> log | grep -v NOTICE) || { cat log; exit 1; }
echo "$seen"
[ "$seen" = "one request: 200, userinfo 200
two requests: 200 and 500 invalid_grant, userinfo 401
the next request: 500 invalid_grant
grants revoked: 1" ] || { echo "the behaviour has changed"; exit 1; }
