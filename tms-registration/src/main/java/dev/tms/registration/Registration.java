package dev.tms.registration;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What providers keep a document of: a client or a resource. Immutable. */
public sealed interface Registration permits ClientRegistration, Resource {
  RegistrationKind kind();

  /** Its name among those of its kind: the client id, or the resource's name. */
  String name();

  /** Its kind and name for messages: {@code client shop}. */
  default String label() {
    return kind() + " " + Printable.escape(name());
  }

  boolean enabled();

  /** All members as they are written; see {@link Described#members()}. */
  Map<String, @Nullable Object> members();

  /** The members that are no known property. */
  Map<String, @Nullable Object> unknownMembers();

  List<Property<?>> properties();

  Registration spelled(Spelling spelling);
}
