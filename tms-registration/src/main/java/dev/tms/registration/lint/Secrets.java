package dev.tms.registration.lint;

import dev.tms.registration.ApiResource;
import dev.tms.registration.ClientProperties;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.ClientSecret;
import dev.tms.registration.Described;
import dev.tms.registration.Property;
import dev.tms.registration.Registration;
import java.util.List;

/** The secrets of registrations, wherever they keep them. */
final class Secrets {
  private Secrets() {}

  static Property<List<ClientSecret>> property(Registration registration) {
    return registration instanceof ClientRegistration
        ? ClientProperties.CLIENT_SECRETS
        : ApiResource.API_SECRETS;
  }

  static List<ClientSecret> of(Registration registration) {
    return registration instanceof ClientRegistration || registration instanceof ApiResource
        ? ((Described<?>) registration).get(property(registration))
        : List.of();
  }

  static Registration put(Registration registration, List<ClientSecret> secrets) {
    if (registration instanceof ClientRegistration client) {
      return client.with(ClientProperties.CLIENT_SECRETS, secrets);
    }
    return registration instanceof ApiResource resource
        ? resource.with(ApiResource.API_SECRETS, secrets)
        : registration;
  }
}
