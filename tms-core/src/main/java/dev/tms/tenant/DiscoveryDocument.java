package dev.tms.tenant;

import dev.tms.http.Json;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A customer's configuration document, as far as it is used. Members that are not used (services,
 * scopes, the domain of the authority: provider and scopes are configured here) may hold anything.
 *
 * @param acrValues {@code clientSettings.acr_values}
 * @param promptLogin {@code clientSettings.promptLoginEnabled}
 */
record DiscoveryDocument(@Nullable String acrValues, boolean promptLogin) {
  /** The document in these bytes; empty where it is not a well-formed one. */
  static Optional<DiscoveryDocument> parse(byte[] json) {
    return Json.read(json)
        .flatMap(
            document ->
                document.get("clientSettings") instanceof Map<?, ?> settings
                    ? of(settings)
                    : Optional.empty());
  }

  private static Optional<DiscoveryDocument> of(Map<?, ?> settings) {
    Object acr = settings.get("acr_values");
    Object prompt = settings.get("promptLoginEnabled");
    boolean acrFits = acr == null || (acr instanceof String text && Tenant.isAcrValues(text));
    boolean promptFits = prompt == null || prompt instanceof Boolean;
    return acrFits && promptFits
        ? Optional.of(new DiscoveryDocument((String) acr, Boolean.TRUE.equals(prompt)))
        : Optional.empty();
  }
}
