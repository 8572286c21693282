package dev.tms.registration.dynamic;

import dev.tms.registration.ClientRegistration;
import dev.tms.registration.JsonPath;
import dev.tms.registration.Property;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A client that is being converted: remembers what was taken of it, so that the rest can be
 * reported. Not thread-safe.
 */
final class Source {
  private final ClientRegistration client;
  private final Set<String> taken = new HashSet<>();
  private final List<Loss> losses = new ArrayList<>();

  Source(ClientRegistration client) {
    this.client = client;
  }

  /** The value in effect; counts as converted. */
  <T> T get(Property<T> property) {
    taken.add(property.name());
    return client.get(property);
  }

  /** The value in effect, if there is one; counts as converted. */
  <T> Optional<T> find(Property<T> property) {
    taken.add(property.name());
    return client.find(property);
  }

  /** The value is lost. */
  void lose(Property<?> property, String reason) {
    taken.add(property.name());
    losses.add(new Loss(path(client.writtenName(property)), reason));
  }

  /** The value is lost, if it is written and not the default. */
  void loseUnlessDefault(Property<?> property, String reason) {
    taken.add(property.name());
    if (client.isWritten(property) && !client.find(property).equals(property.standard())) {
      lose(property, reason);
    }
  }

  /**
   * All losses; among them the members that were not taken, are written, and differ from their
   * defaults.
   */
  List<Loss> losses(String reasonForTheRest) {
    for (Property<?> property : client.properties()) {
      if (!taken.contains(property.name())) {
        loseUnlessDefault(property, reasonForTheRest);
      }
    }
    client
        .unknownMembers()
        .forEach(
            (name, value) -> {
              if (value != null) {
                losses.add(new Loss(path(name), reasonForTheRest));
              }
            });
    return List.copyOf(losses);
  }

  private static String path(String member) {
    return JsonPath.member(JsonPath.ROOT, member);
  }
}
