package dev.tms.registration.lint;

import dev.tms.registration.ApiResource;
import dev.tms.registration.ClientProperties;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.ClientSecret;
import dev.tms.registration.Property;
import dev.tms.registration.Registration;
import java.util.List;
import java.util.function.Function;

/** The secrets of registrations, wherever they keep them. */
final class Secrets {
  private Secrets() {}

  static List<ClientSecret> of(Registration registration) {
    if (registration instanceof ClientRegistration client) {
      return client.clientSecrets();
    }
    return registration instanceof ApiResource resource ? resource.apiSecrets() : List.of();
  }

  static Registration put(Registration registration, List<ClientSecret> secrets) {
    if (registration instanceof ClientRegistration client) {
      return client.with(ClientProperties.CLIENT_SECRETS, secrets);
    }
    return registration instanceof ApiResource resource
        ? resource.with(ApiResource.API_SECRETS, secrets)
        : registration;
  }

  /** Says the message, unless it is empty, at a member of each secret. */
  static void each(
      Registration registration,
      Spots spots,
      Property<?> member,
      Function<ClientSecret, String> message) {
    Property<?> list =
        registration instanceof ClientRegistration
            ? ClientProperties.CLIENT_SECRETS
            : ApiResource.API_SECRETS;
    List<ClientSecret> secrets = of(registration);
    for (int i = 0; i < secrets.size(); i++) {
      String said = message.apply(secrets.get(i));
      if (!said.isEmpty()) {
        spots.inside(list, i, secrets.get(i), member, said);
      }
    }
  }
}
