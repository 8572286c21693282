#!/usr/bin/env bash
# oidc-provider of npm with its development pages: any name, any password.
. "$(dirname "$0")/provider.sh"
version=9.13.3
npm_package oidc-provider@$version
cp "$HERE/oidc-provider.mjs" .
serve node oidc-provider.mjs "$PORT" "$APP" "$LIFE"
ready "http://127.0.0.1:$PORT" $version
