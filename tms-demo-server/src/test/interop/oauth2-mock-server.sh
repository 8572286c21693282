#!/usr/bin/env bash
# oauth2-mock-server of npm: no login page, every authorization request is answered at once. It needs Node.js 22, which npm
# brings where there is none.
. "$(dirname "$0")/provider.sh"
version=9.3.0
npm_package oauth2-mock-server@$version
node=node
if [ "$(node -p 'parseInt(process.versions.node)')" -lt 22 ]; then
  packaged=$(node -p '`node-${process.platform}-${process.arch}`')
  npm_package "$packaged@24"
  node=node_modules/$packaged/bin/node
fi
cp "$HERE/oauth2-mock-server.mjs" .
serve "$node" oauth2-mock-server.mjs "$PORT" "$LIFE"
ready "http://localhost:$PORT" $version
