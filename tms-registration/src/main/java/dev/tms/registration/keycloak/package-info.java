/**
 * Keycloak's client representation, as its exports and its admin REST interface have it: {@link
 * dev.tms.registration.keycloak.KeycloakClient}, converted both ways by {@link
 * dev.tms.registration.keycloak.KeycloakConversion}, written by {@link
 * dev.tms.registration.keycloak.KeycloakAdminApi}. API: KeycloakClient, KeycloakConversion,
 * KeycloakAdminApi; the rest is internal.
 */
@NullMarked
package dev.tms.registration.keycloak;

import org.jspecify.annotations.NullMarked;
