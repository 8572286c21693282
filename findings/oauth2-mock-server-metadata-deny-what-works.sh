#!/usr/bin/env bash
# Software:  oauth2-mock-server 9.3.0 (npm; it needs Node.js 22, which npm brings as the package "node")
# Behaviour: its metadata say that the token endpoint takes clients without authentication only (`none`) and list no
#            `refresh_token` grant, yet it takes `client_secret_basic`, gives a refresh token at each login and redeems it.
# One would guess: that metadata name everything that works, so that a client may rule out what they leave out.
# Who is hurt: clients and checkers that refuse to start, or never refresh, because of metadata.
set -euo pipefail
dir=$(mktemp -d)
trap 'kill $server 2> /dev/null || true; rm -rf "$dir"' EXIT
cd "$dir"
echo '{ "private": true, "allowScripts": { "node": true } }' > package.json
npm install --silent --no-audit --no-fund --engine-strict=false oauth2-mock-server@9.3.0
node=node
if [ "$(node -p 'parseInt(process.versions.node)')" -lt 22 ]; then
  packaged=$(node -p '`node-${process.platform}-${process.arch}`')
  npm install --silent --no-audit --no-fund "$packaged@24"
  node=node_modules/$packaged/bin/node
fi
cat > run.mjs <<'JS'
import { OAuth2Server } from 'oauth2-mock-server';
const server = new OAuth2Server();
await server.issuer.keys.generate('RS256');
await server.start(0, '127.0.0.1');
console.log(server.issuer.url);
JS
"$node" run.mjs > issuer 2> log & server=$!
until [ -s issuer ]; do kill -0 $server; sleep .1; done
issuer=$(cat issuer)
curl -sf "$issuer/.well-known/openid-configuration" > metadata.json
said=$(node -p 'const m = JSON.parse(fs.readFileSync("metadata.json")); m.token_endpoint_auth_methods_supported + " " + m.grant_types_supported.includes("refresh_token")')
location=$(curl -s -o /dev/null -w '%{redirect_url}' "$issuer/authorize?response_type=code&client_id=app&redirect_uri=http%3A%2F%2Flocalhost%2Fcallback&scope=openid&state=s")
code=$(sed 's/.*code=\([^&]*\).*/\1/' <<< "$location")
token() { curl -sf -u app:secret "$issuer/token" "$@"; }
token -d grant_type=authorization_code -d "code=$code" -d redirect_uri=http://localhost/callback > login.json
refresh=$(node -p 'JSON.parse(fs.readFileSync("login.json")).refresh_token')
token -d grant_type=refresh_token -d "refresh_token=$refresh" > refreshed.json
done=$(node -p '"access_token" in JSON.parse(fs.readFileSync("refreshed.json"))')
echo "metadata: methods and refresh_token grant: $said; a refresh with client_secret_basic: $done"
[ "$said $done" = "none false true" ] || { echo "the behaviour has changed"; exit 1; }
