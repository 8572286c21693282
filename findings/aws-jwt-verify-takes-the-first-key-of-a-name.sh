#!/usr/bin/env bash
# Software:  aws-jwt-verify 5.2.1 (npm), its JwtVerifier for any provider; jose 6.2.18 beside it
# Behaviour: (1) a token without `kid` is refused, although the key set has one key only. (2) where two keys share a `kid`, it takes
#            the first and looks no further: an RS256 token is refused because an elliptic or an encryption key of that name stands
#            first, and accepted when the set is the other way round. jose accepts all of these.
# One would guess: that `kid` is optional (RFC 7515 section 4.1.4; OpenID Connect Core 1.0 section 10.1 asks for it only with more keys
#            than one), and that keys of different types may share one (RFC 7517 section 4.5 says so).
# Who is hurt: services behind providers with one unnamed key, or with keys named by date or tenant: the error blames the
#            token's signature or its header, and the token is good.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund aws-jwt-verify@5.2.1 jose@6.2.18
cat > run.mjs <<'JS'
import crypto from 'node:crypto';
import { JwtVerifier } from 'aws-jwt-verify';
import { createLocalJWKSet, jwtVerify } from 'jose';
const issuer = 'https://id.example';
const audience = 'app';
const { privateKey, publicKey } = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 });
const rsa = publicKey.export({ format: 'jwk' });
const ec = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
const secret = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' });
const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
function token(kid) {
  const now = Math.floor(Date.now() / 1000);
  const said = `${encoded({ alg: 'RS256', kid })}.${encoded({ iss: issuer, sub: 'user', aud: audience, iat: now, exp: now + 60 })}`;
  return `${said}.${crypto.sign('sha256', Buffer.from(said), privateKey).toString('base64url')}`;
}
async function show(what, kid, ...keys) {
  const verifier = JwtVerifier.create({ issuer, audience, jwksUri: `${issuer}/jwks` });
  verifier.cacheJwks({ keys });
  const said = await Promise.resolve().then(() => verifier.verify(token(kid))).then(() => 'good', (error) => error.message);
  const other = await jwtVerify(token(kid), createLocalJWKSet({ keys }), { issuer, audience }).then(() => 'good', (error) => error.message);
  console.log(`${what}: ${said}; jose: ${other}`);
}
await show('one key', 'a', { ...rsa, kid: 'a' });
await show('one key, no kid', undefined, rsa);
await show('RSA, EC', 'a', { ...rsa, kid: 'a' }, { ...ec, kid: 'a' });
await show('EC, RSA', 'a', { ...ec, kid: 'a' }, { ...rsa, kid: 'a' });
await show('sig, enc', 'a', { ...rsa, kid: 'a', use: 'sig' }, { ...secret, kid: 'a', use: 'enc' });
await show('enc, sig', 'a', { ...secret, kid: 'a', use: 'enc' }, { ...rsa, kid: 'a', use: 'sig' });
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "one key: good; jose: good
one key, no kid: JWT header does not have valid kid claim; jose: good
RSA, EC: good; jose: good
EC, RSA: Malformed signature; jose: good
sig, enc: good; jose: good
enc, sig: JWK use not allowed: enc. Expected: sig; jose: good" ] || { echo "the behaviour has changed"; exit 1; }
