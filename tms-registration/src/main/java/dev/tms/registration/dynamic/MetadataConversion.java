package dev.tms.registration.dynamic;

import dev.tms.registration.ClientRegistration;
import dev.tms.registration.convert.Converted;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts clients of the IdentityServer family to RFC 7591's metadata and back. */
public final class MetadataConversion {
  private MetadataConversion() {}

  /** What to register. Id and secrets are lost, since the provider makes them. */
  public static Converted<ClientMetadata> toMetadata(ClientRegistration client) {
    return new ToMetadata(client).convert();
  }

  /**
   * What to register in place of what is registered now: members that {@link #toMetadata} never
   * makes, such as {@code jwks_uri} and {@code contacts}, stay as they are.
   */
  public static Converted<ClientMetadata> over(ClientMetadata current, ClientRegistration client) {
    Converted<ClientMetadata> converted = toMetadata(client);
    Map<String, @Nullable Object> members = new LinkedHashMap<>(current.members());
    members.keySet().removeAll(ToMetadata.MEMBERS);
    members.putAll(converted.value().members());
    return new Converted<>(ClientMetadata.of(members), converted.losses());
  }

  /**
   * The client as providers of the IdentityServer family keep it, in camelCase.
   *
   * @throws IllegalArgumentException if the client id is blank
   */
  public static Converted<ClientRegistration> fromMetadata(
      String clientId, ClientMetadata metadata) {
    return new FromMetadata(clientId, metadata).convert();
  }

  /** As {@link #fromMetadata(String, ClientMetadata)}, with the hash of its secret. */
  public static Converted<ClientRegistration> fromRegistered(RegisteredClient client) {
    Converted<ClientRegistration> converted = fromMetadata(client.clientId(), client.metadata());
    return new Converted<>(FromMetadata.withSecret(converted.value(), client), converted.losses());
  }
}
