#!/usr/bin/env bash
# mock-oauth2-server of Maven Central: any user, any client, any secret.
. "$(dirname "$0")/provider.sh"
version=6.0.2
maven_jars no.nav.security:mock-oauth2-server:$version
export SERVER_HOSTNAME=127.0.0.1 SERVER_PORT=$PORT
export JSON_CONFIG='{ "interactiveLogin": true, "rotateRefreshToken": true,
  "tokenCallbacks": [{ "issuerId": "default", "tokenExpiry": '$LIFE', "requestMappings": [] }] }'
serve java -Xmx256m -cp "lib/*" no.nav.security.mock.oauth2.StandaloneMockOAuth2ServerKt
ready "http://127.0.0.1:$PORT/default" $version
