package dev.tms.tenant;

import org.jspecify.annotations.Nullable;

/**
 * What a login needs to know of a customer.
 *
 * @param domain the customer's domain; null where the login named none
 * @param acrValues {@code acr_values} of the authorization request (OpenID Connect Core 3.1.2.1);
 *     wins over a caller's; null for none
 * @param promptLogin whether the authorization request asks for {@code prompt=login}
 */
public record Tenant(
    @Nullable CustomerDomain domain, @Nullable String acrValues, boolean promptLogin) {
  /**
   * Checks {@code acrValues}; an empty text is none.
   *
   * @throws IllegalArgumentException if it has characters other than printable ASCII, or more than
   *     1,000 of them
   */
  public Tenant {
    if (acrValues != null) {
      if (!isAcrValues(acrValues)) {
        throw new IllegalArgumentException(
            "acr_values are at most 1,000 printable ASCII characters");
      }
      acrValues = acrValues.isBlank() ? null : acrValues.strip();
    }
  }

  /** A customer about whom there is nothing special. */
  public static Tenant of(@Nullable CustomerDomain domain) {
    return new Tenant(domain, null, false);
  }

  static boolean isAcrValues(String text) {
    return text.length() <= 1000 && text.chars().allMatch(c -> c >= 0x20 && c < 0x7F);
  }
}
