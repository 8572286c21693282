#!/usr/bin/env bash
# Software:  express-openid-connect 3.4.0, @fastify/oauth2 8.3.0, passport-openidconnect 0.1.2 (npm)
# Behaviour: each keeps one login per browser. When two tabs have started a login, the second has overwritten the first one's `state`:
#            the first tab to come back fails, with a status of 400, 403 or 500, however good its answer. express-openid-connect and
#            passport-openidconnect forget the other login with that failure, too, so that neither tab comes back.
# One would guess: that `state` ties each answer to its own request (RFC 6749 section 4.1.1), so that several may be under way, and
#            that the failure of one leaves the other alone.
# Who is hurt: users whose browser opens again the tabs of yesterday: each tab starts a login, and most show an error.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund express@4.22.3 express-openid-connect@3.4.0 fastify@5.12.8 @fastify/oauth2@8.3.0 \
  express-session@1.19.0 passport@0.7.0 passport-openidconnect@0.1.2
cat > run.mjs <<'JS'
import crypto from 'node:crypto';
import http from 'node:http';
import express from 'express';
import eoc from 'express-openid-connect';
import Fastify from 'fastify';
import fastifyOauth2 from '@fastify/oauth2';
import sessions from 'express-session';
import { Passport } from 'passport';
import OpenIdConnect from 'passport-openidconnect';
const servers = [1, 2, 3, 4].map(() => http.createServer());
await Promise.all(servers.map((server) => new Promise((done) => server.listen(0, '127.0.0.1', done))));
const [issuer, ...bases] = servers.map((server) => `http://127.0.0.1:${server.address().port}`);
const { privateKey, publicKey } = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 });
const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
function idToken(nonce) {
  const now = Math.floor(Date.now() / 1000);
  const said = `${encoded({ alg: 'RS256', kid: 'key' })}.${encoded({ iss: issuer, sub: 'user', aud: 'app', iat: now, exp: now + 60, nonce })}`;
  return `${said}.${crypto.sign('sha256', Buffer.from(said), privateKey).toString('base64url')}`;
}
const provider = express();
provider.get('/.well-known/openid-configuration', (request, answer) => answer.json({ issuer, authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks`, response_types_supported: ['code'], subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'] }));
provider.get('/jwks', (request, answer) => answer.json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'key', use: 'sig' }] }));
provider.get('/authorize', ({ query }, answer) =>
  answer.redirect(`${query.redirect_uri}?${new URLSearchParams({ code: query.nonce ?? 'code', state: query.state })}`));
provider.post('/token', express.urlencoded({ extended: false }), ({ body }, answer) =>
  answer.json({ access_token: 'access', token_type: 'Bearer', expires_in: 60, id_token: idToken(body.code) }));
servers[0].on('request', provider);

const first = express();
first.use(eoc.auth({ issuerBaseURL: issuer, baseURL: bases[0], clientID: 'app', clientSecret: 'secret', secret: 'x'.repeat(32), idpLogout: false,
  authorizationParams: { response_type: 'code' } }));
first.use((error, request, answer, next) => answer.status(error.status ?? 500).end());
servers[1].on('request', first);

const second = Fastify({ serverFactory: (handler) => servers[2].on('request', handler) });
await second.register(fastifyOauth2, { name: 'oauth2', credentials: { client: { id: 'app', secret: 'secret' },
  auth: { authorizeHost: issuer, authorizePath: '/authorize', tokenHost: issuer, tokenPath: '/token' } },
  startRedirectPath: '/login', callbackUri: `${bases[1]}/callback` });
second.get('/callback', async function (request) { return (await this.oauth2.getAccessTokenFromAuthorizationCodeFlow(request)).token; });
await second.ready();

const passport = new Passport();
passport.use(new OpenIdConnect({ issuer, authorizationURL: `${issuer}/authorize`, tokenURL: `${issuer}/token`, clientID: 'app', clientSecret: 'secret',
  callbackURL: `${bases[2]}/callback`, nonce: true }, (issuer, profile, done) => done(null, { id: profile.id })));
passport.serializeUser((user, done) => done(null, user));
const third = express();
third.use(sessions({ secret: 'secret', resave: false, saveUninitialized: false }));
third.get(['/login', '/callback'], passport.authenticate('openidconnect'), (request, answer) => answer.send('good'));
third.use((error, request, answer, next) => answer.status(error.status ?? 500).end());
servers[3].on('request', third);

function browser() {
  const jar = new Map();
  return async (url) => {
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie: [...jar].map(([k, v]) => `${k}=${v}`).join('; ') } });
    for (const cookie of answer.headers.getSetCookie()) {
      const [name, value] = cookie.split(';')[0].split(/=(.*)/s);
      if (value) jar.set(name, value); else jar.delete(name);
    }
    return { status: answer.status, next: answer.headers.get('location') };
  };
}
for (const [name, base] of [['express-openid-connect', bases[0]], ['@fastify/oauth2', bases[1]], ['passport-openidconnect', bases[2]]]) {
  const outcomes = async (count) => {
    const go = browser();
    const callbacks = [];
    for (let tab = 0; tab < count; tab++) callbacks.push((await go((await go(`${base}/login`)).next)).next);
    const statuses = [];
    for (const callback of callbacks) statuses.push((await go(callback)).status);
    return statuses.join(' then ');
  };
  console.log(`${name}: one tab ${await outcomes(1)}; two tabs ${await outcomes(2)}`);
}
process.exit();
JS
seen=$(node run.mjs 2> log) || { cat log; exit 1; }
echo "$seen"
[ "$seen" = "express-openid-connect: one tab 302; two tabs 400 then 400
@fastify/oauth2: one tab 200; two tabs 500 then 200
passport-openidconnect: one tab 200; two tabs 403 then 403" ] || { echo "the behaviour has changed"; exit 1; }
