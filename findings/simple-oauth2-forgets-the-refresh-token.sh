#!/usr/bin/env bash
# Software:  simple-oauth2 5.1.0 (npm; also inside @fastify/oauth2)
# Behaviour: when the answer to a refresh brings no new refresh token, the token that `refresh()` returns has none: the old one is
#            lost, and the next `refresh()` sends an empty `refresh_token` to the provider instead of raising an error.
# One would guess: that a refresh token stays good until another takes its place (RFC 6749 section 6: the server "may issue a
#            new refresh token"), as other clients have it.
# Who is hurt: users of every provider that does not rotate: the first refresh works, the second one ends the session, an hour or
#            so after the login and long after the tests.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund simple-oauth2@5.1.0
cat > run.mjs <<'JS'
import http from 'node:http';
import { AuthorizationCode } from 'simple-oauth2';
const server = http.createServer(async (request, answer) => {
  let body = '';
  for await (const part of request) body += part;
  console.log(`sent: ${body}`);
  const form = new URLSearchParams(body);
  const tokens = { access_token: 'access', token_type: 'Bearer', expires_in: 60, ...(form.has('code') && { refresh_token: 'refresh' }) };
  answer.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }).end(JSON.stringify(tokens));
}).listen(0, '127.0.0.1', async () => {
  const client = new AuthorizationCode({ client: { id: 'app', secret: 'secret' }, auth: { tokenHost: `http://127.0.0.1:${server.address().port}` } });
  const login = await client.getToken({ code: 'code', redirect_uri: 'http://127.0.0.1/callback' });
  const first = await login.refresh();
  console.log(`refresh token after the login: ${login.token.refresh_token}, after a refresh: ${first.token.refresh_token}`);
  await first.refresh();
  server.close();
});
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "sent: grant_type=authorization_code&code=code&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcallback
sent: grant_type=refresh_token&refresh_token=refresh
refresh token after the login: refresh, after a refresh: undefined
sent: grant_type=refresh_token&refresh_token=" ] || { echo "the behaviour has changed"; exit 1; }
