package dev.tms.tenant;

import dev.tms.problem.Checked;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a login needs to know about a customer.
 *
 * @param domain the customer's domain; null if the login named none
 * @param acrValues {@code acr_values} of the authorization request (OpenID Connect Core section
 *     3.1.2.1); overrides the caller's; null for none
 * @param promptLogin whether the authorization request has {@code prompt=login}
 */
public record Tenant(
    @Nullable CustomerDomain domain, @Nullable String acrValues, boolean promptLogin)
    implements Checked<Tenant> {
  /** Converts blank {@code acrValues} to null. */
  public Tenant {
    acrValues = acrValues == null || acrValues.isBlank() ? null : acrValues.strip();
  }

  @Override
  public List<String> problems() {
    return acrValues == null || isAcrValues(acrValues)
        ? List.of()
        : List.of("acr_values are at most 1,000 printable ASCII characters");
  }

  /** Returns a customer without special settings. */
  public static Tenant of(@Nullable CustomerDomain domain) {
    return new Tenant(domain, null, false);
  }

  /** Whether the text may be sent as {@code acr_values}. */
  public static boolean isAcrValues(String text) {
    return text.length() <= 1000 && text.chars().allMatch(c -> c >= 0x20 && c < 0x7F);
  }
}
