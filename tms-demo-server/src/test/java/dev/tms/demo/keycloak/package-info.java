/**
 * Internal. Tests against a real Keycloak, tagged {@code keycloak} and run by {@code mvn verify
 * -Pkeycloak}, which fetches and unpacks it. Realm and configuration are those of {@code
 * docs/keycloak.md}. Entry: {@link dev.tms.demo.keycloak.KeycloakTest}.
 */
@NullMarked
package dev.tms.demo.keycloak;

import org.jspecify.annotations.NullMarked;
