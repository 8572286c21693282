package dev.tms.registration;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What providers keep a document of: a client or a resource. Immutable. */
public sealed interface Registration permits ClientRegistration, Resource {
  /** What it is. */
  RegistrationKind kind();

  /** Its name among those of its kind: the client id, or the resource's name. */
  String name();

  /** Its kind and name for messages: {@code client shop}. */
  default String label() {
    return kind() + " " + Printable.escape(name());
  }

  /** Whether it is in use. */
  boolean enabled();

  /** All members as they are written; see {@link Described#members()}. */
  Map<String, @Nullable Object> members();

  /** The members that are no known property. */
  Map<String, @Nullable Object> unknownMembers();

  /** All properties that registrations of this kind have. */
  List<Property<?>> properties();

  /** The same in this spelling. */
  Registration spelled(Spelling spelling);
}
