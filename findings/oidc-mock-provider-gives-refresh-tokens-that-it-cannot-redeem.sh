#!/usr/bin/env bash
# Software:  @mongodb-js/oidc-mock-provider 0.13.18 (npm)
# Behaviour: each login brings a refresh token, and none can be redeemed: the token endpoint knows codes only, whatever the
#            `grant_type`, and answers a refresh with 500 and the text of a JavaScript error as `error`. (2) A redirect URI with a query
#            of its own is answered without it. (3) A request without `state` is answered with `state=undefined`.
# One would guess: that a refresh token which was given can be used once, and an `invalid_grant` where not; that a redirect URI's
#            query is kept (RFC 6749 section 3.1.2), and no `state` comes where none was sent (section 4.1.2).
# Who is hurt: developers who test their client's refresh against it: a 500 looks like an outage, which a good client tries again.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund @mongodb-js/oidc-mock-provider@0.13.18
cat > run.mjs <<'JS'
import crypto from 'node:crypto';
import { OIDCMockProvider } from '@mongodb-js/oidc-mock-provider';
const provider = await OIDCMockProvider.create({ hostname: '127.0.0.1', getTokenPayload: () => ({ expires_in: 60, payload: { sub: 'user' } }) });
const verifier = crypto.randomBytes(32).toString('base64url');
const request = new URLSearchParams({ response_type: 'code', client_id: 'app', redirect_uri: 'http://127.0.0.1/callback?tenant=a', scope: 'openid',
  nonce: 'n', code_challenge: crypto.createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256' });
const { searchParams } = new URL((await fetch(`${provider.issuer}/authorize?${request}`, { redirect: 'manual' })).headers.get('location'));
console.log(`login: tenant=${searchParams.get('tenant')}, state given: ${searchParams.has('state')} ${searchParams.get('state')}`);
const token = (form) => fetch(`${provider.issuer}/token`, { method: 'POST', body: new URLSearchParams({ client_id: 'app', ...form }) });
const login = await token({ grant_type: 'authorization_code', code: searchParams.get('code'), code_verifier: verifier,
  redirect_uri: 'http://127.0.0.1/callback?tenant=a' });
const { refresh_token } = await login.json();
console.log(`code: ${login.status}, a refresh token: ${typeof refresh_token}`);
const refreshed = await token({ grant_type: 'refresh_token', refresh_token });
const { error } = await refreshed.json();
console.log(`refresh: ${refreshed.status}, ${error === 'invalid_grant' ? error : 'another error'}`);
console.error(error);
await provider.close();
JS
seen=$(node run.mjs 2> log) || { cat log; exit 1; }
echo "$seen: $(cat log)"
[ "$seen" = "login: tenant=null, state given: true undefined
code: 200, a refresh token: string
refresh: 500, another error" ] || { echo "the behaviour has changed"; exit 1; }
