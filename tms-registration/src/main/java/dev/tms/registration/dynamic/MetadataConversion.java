package dev.tms.registration.dynamic;

import dev.tms.registration.ClientRegistration;
import dev.tms.registration.JsonPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Converts clients of the IdentityServer family to RFC 7591's metadata and back. */
public final class MetadataConversion {
  private static final Set<String> OTHERS = Set.of("clientid", "clients");

  private MetadataConversion() {}

  /**
   * Whether an object is metadata of RFC 7591 by the names of its members, and no document of
   * registrations.
   */
  public static boolean isMetadata(Map<String, ?> members) {
    return members.keySet().stream().noneMatch(n -> OTHERS.contains(n.toLowerCase(Locale.ROOT)))
        && (members.containsKey("client_id")
            || members.keySet().stream().anyMatch(ToMetadata.MEMBERS::contains));
  }

  /**
   * Metadata to register: without what the provider issues ({@code client_id}, the secret, the
   * registration access token and its address), which are lost. The rest is kept as it is.
   */
  public static Converted<ClientMetadata> unissued(ClientMetadata metadata) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>(metadata.members());
    List<Loss> losses = new ArrayList<>();
    for (String name : RegisteredClient.ISSUED) {
      if (members.remove(name) != null) {
        losses.add(
            new Loss(
                JsonPath.member(JsonPath.ROOT, name), "the provider issues it with its answer"));
      }
    }
    return new Converted<>(ClientMetadata.of(members), losses);
  }

  /** What to register. Id and secrets are lost, since the provider makes them. */
  public static Converted<ClientMetadata> toMetadata(ClientRegistration client) {
    return new ToMetadata(client).convert();
  }

  /**
   * What to register in place of what is registered now: members that {@link #toMetadata} never
   * makes, such as {@code jwks_uri} and {@code contacts}, stay as they are.
   */
  public static Converted<ClientMetadata> over(ClientMetadata current, ClientRegistration client) {
    Map<String, @Nullable Object> kept = new LinkedHashMap<>(current.members());
    kept.keySet().removeAll(ToMetadata.MEMBERS);
    return over(kept, toMetadata(client));
  }

  /**
   * What to register in place of what is registered now: members that the metadata leave out stay
   * as they are, and null removes one. What the provider issues is lost, as by {@link #unissued}.
   */
  public static Converted<ClientMetadata> over(ClientMetadata current, ClientMetadata wanted) {
    return over(new LinkedHashMap<>(current.members()), unissued(wanted));
  }

  private static Converted<ClientMetadata> over(
      Map<String, @Nullable Object> members, Converted<ClientMetadata> wanted) {
    members.putAll(wanted.value().members());
    members.values().removeIf(Objects::isNull);
    return new Converted<>(ClientMetadata.of(members), wanted.losses());
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
    List<Loss> losses = new ArrayList<>(converted.losses());
    losses.addAll(FromMetadata.lossesOfSecret(client));
    return new Converted<>(FromMetadata.withSecret(converted.value(), client), losses);
  }
}
