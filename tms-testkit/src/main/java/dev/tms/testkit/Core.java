package dev.tms.testkit;

import dev.tms.testkit.grant.Grants;
import dev.tms.testkit.grant.SignOns;
import dev.tms.testkit.grant.SigningKeys;
import java.time.Instant;

/** What the endpoints share. */
record Core(
    Addresses addresses,
    Settings settings,
    Registry registry,
    Grants grants,
    SignOns signOns,
    SigningKeys keys,
    Script script) {

  ProviderProfile profile() {
    return addresses.profile();
  }

  Instant now() {
    return settings.clock.instant();
  }
}
