package dev.tms.seal;

/**
 * Where sealed values are valid; all of it is known from configuration. A value sealed in one scope
 * opens in no other.
 *
 * @param baseCookieName the name from which all cookie names derive
 * @param issuer the provider's issuer identifier
 * @param clientId the client's id at the provider
 * @param origin the public origin of this service
 */
public record SealScope(String baseCookieName, String issuer, String clientId, String origin) {
  /**
   * Checks that nothing is empty.
   *
   * @throws IllegalArgumentException if a part is empty
   */
  public SealScope {
    if (baseCookieName.isEmpty() || issuer.isEmpty() || clientId.isEmpty() || origin.isEmpty()) {
      throw new IllegalArgumentException(
          "a scope needs cookie name, issuer, client id and origin, one of them is empty");
    }
  }
}
