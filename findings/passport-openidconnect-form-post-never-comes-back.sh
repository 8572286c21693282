#!/usr/bin/env bash
# Software:  passport-openidconnect 0.1.2 (npm)
# Behaviour: its option `responseMode: 'form_post'` is sent to the provider as it should, but the strategy reads the answer from the
#            query alone. It takes the posted `code` for the start of a new login and redirects to the provider again; so it
#            does with a posted `error`. No code is ever redeemed.
# One would guess: that a strategy which can ask for a response mode reads it (OAuth 2.0 Form Post Response Mode).
# Who is hurt: applications that set the option: each login ends in another one, and no error is shown or logged.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund express@4.22.3 express-session@1.19.0 passport@0.7.0 passport-openidconnect@0.1.2
cat > run.mjs <<'JS'
import http from 'node:http';
import express from 'express';
import sessions from 'express-session';
import { Passport } from 'passport';
import OpenIdConnect from 'passport-openidconnect';
const server = http.createServer().listen(0, '127.0.0.1', async () => {
  const base = `http://127.0.0.1:${server.address().port}`;
  const passport = new Passport();
  passport.use(new OpenIdConnect({ issuer: base, authorizationURL: `${base}/authorize`, tokenURL: `${base}/token`, clientID: 'app',
    clientSecret: 'secret', callbackURL: `${base}/callback`, responseMode: 'form_post' }, (issuer, profile, done) => done(null, profile)));
  const app = express();
  app.use(sessions({ secret: 'secret', resave: false, saveUninitialized: false }), express.urlencoded({ extended: false }));
  app.get('/login', passport.authenticate('openidconnect'));
  app.post('/callback', passport.authenticate('openidconnect'), (request, answer) => answer.send('good'));
  app.post('/token', (request, answer) => { console.log('the code is redeemed'); answer.json({}); });
  server.on('request', app);
  const start = await fetch(`${base}/login`, { redirect: 'manual' });
  const request = new URL(start.headers.get('location'));
  console.log(`asked for: ${request.searchParams.get('response_mode')}`);
  const cookie = start.headers.get('set-cookie').split(';')[0];
  for (const said of [{ code: 'code' }, { error: 'access_denied' }]) {
    const answer = await fetch(`${base}/callback`, { method: 'POST', redirect: 'manual', headers: { cookie },
      body: new URLSearchParams({ ...said, state: request.searchParams.get('state') }) });
    console.log(`posted ${Object.keys(said)}: ${answer.status} to ${new URL(answer.headers.get('location') ?? base).pathname}`);
  }
  process.exit();
});
JS
seen=$(node run.mjs 2> log) || { cat log; exit 1; }
echo "$seen"
[ "$seen" = "asked for: form_post
posted code: 302 to /authorize
posted error: 302 to /authorize" ] || { echo "the behaviour has changed"; exit 1; }
