#!/usr/bin/env bash
# Software:  openid-client 6.9.0 with @node-oauth/oauth2-server 5.3.0 (npm)
# Behaviour: with `client_secret_basic` the client sends `my-app` as `my%2Dapp`: it escapes even the hyphen, the dot and the
#            underscore, which form encoding leaves alone in URLSearchParams. The server does not decode the two halves, and
#            refuses the client with 401 `invalid_client`. The same id and secret, unescaped, work; so does an id without a hyphen.
# One would guess: that only passwords with odd characters meet this difference (RFC 6749 section 2.3.1), not `my-app`, and
#            not a secret that is a UUID or base64url.
# Who is hurt: applications that move to this client: the provider says that the secret is wrong, and it is right.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund openid-client@6.9.0 @node-oauth/oauth2-server@5.3.0
cat > run.mjs <<'JS'
import http from 'node:http';
import * as oidc from 'openid-client';
import OAuth2Server from '@node-oauth/oauth2-server';
const server = new OAuth2Server({ model: {
  getClient: async (id, secret) => ['app', 'my-app'].includes(id) && secret === 'secret' && { id, grants: ['client_credentials'] },
  getUserFromClient: async () => ({}),
  saveToken: async (token, client, user) => ({ ...token, client, user }),
} });
const web = http.createServer(async (request, answer) => {
  let body = '';
  for await (const part of request) body += part;
  const given = new OAuth2Server.Response({});
  const { headers, method } = request;
  await server.token(new OAuth2Server.Request({ headers, method, query: {}, body: Object.fromEntries(new URLSearchParams(body)) }), given).catch(() => {});
  console.log(`${atob(headers.authorization.slice(6))} -> ${given.status ?? 200} ${given.body.error ?? given.body.token_type}`);
  answer.writeHead(given.status ?? 200, { 'Content-Type': 'application/json', ...given.headers }).end(JSON.stringify(given.body));
}).listen(0, '127.0.0.1', async () => {
  const issuer = `http://127.0.0.1:${web.address().port}`;
  const ask = async (id) => {
    const client = new oidc.Configuration({ issuer, token_endpoint: `${issuer}/token` }, id, undefined, oidc.ClientSecretBasic('secret'));
    oidc.allowInsecureRequests(client);
    await oidc.clientCredentialsGrant(client).catch(() => {});
  };
  await ask('app');
  await ask('my-app');
  await fetch(`${issuer}/token`, { method: 'POST', headers: { Authorization: `Basic ${btoa('my-app:secret')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }) });
  web.close();
});
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "app:secret -> 200 Bearer
my%2Dapp:secret -> 401 invalid_client
my-app:secret -> 200 Bearer" ] || { echo "the behaviour has changed"; exit 1; }
