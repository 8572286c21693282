#!/usr/bin/env bash
# Spring Authorization Server as Spring Boot sets it up, user alice / alice: everything but the client is the default.
. "$(dirname "$0")/provider.sh"
maven_jars org.springframework.boot:spring-boot-starter-security-oauth2-authorization-server:4.1.2
mkdir -p classes
[ -e classes/Application.class ] || javac -cp "lib/*" -d classes "$HERE/spring-authorization-server/Application.java"
client=spring.security.oauth2.authorizationserver.client.tms
serve java -Xmx256m -XX:TieredStopAtLevel=1 -cp "classes:lib/*" Application \
  --server.port="$PORT" --server.address=127.0.0.1 \
  --spring.security.user.name=alice --spring.security.user.password=alice \
  --spring.security.oauth2.authorizationserver.issuer="http://localhost:$PORT" \
  --$client.registration.client-id=tms --$client.registration.client-secret='{noop}tms-secret' \
  --$client.registration.client-authentication-methods=client_secret_basic \
  --$client.registration.authorization-grant-types=authorization_code,refresh_token \
  --$client.registration.redirect-uris="$CALLBACK" \
  --$client.registration.post-logout-redirect-uris="$LOGGED_OUT" \
  --$client.registration.scopes=openid,profile \
  --$client.token.access-token-time-to-live="${LIFE}s" --$client.token.reuse-refresh-tokens=false
ready "http://localhost:$PORT" "$(basename lib/spring-security-oauth2-authorization-server-*.jar .jar | sed 's/.*-//')"
