/**
 * Internal. Tests against real providers: {@code mvn verify -Pproviders} runs all of them, {@code
 * mvn verify -Pkeycloak} those against Keycloak alone. What every provider must show is {@link
 * dev.tms.demo.interop.InteropContract}, with the configuration of the provider's page in {@code
 * docs/providers}; what Keycloak shows beyond it are the tests with {@link
 * dev.tms.demo.interop.KeycloakTest}, with realm and configuration of {@code docs/keycloak.md}.
 */
@NullMarked
package dev.tms.demo.interop;

import org.jspecify.annotations.NullMarked;
