package dev.tms.registration;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A registered client or resource. Immutable. */
public sealed interface Registration permits ClientRegistration, Resource {
  RegistrationKind kind();

  /** The name, unique within the kind: the client id or the resource's name. */
  String name();

  /** The kind and name for messages, for example {@code client shop}. */
  default String label() {
    return kind() + " " + Printable.escape(name());
  }

  boolean enabled();

  /** All members as written; see {@link Described#members()}. */
  Map<String, @Nullable Object> members();

  /** The members without a known property. */
  Map<String, @Nullable Object> unknownMembers();

  List<Property<?>> properties();

  Registration spelled(Spelling spelling);
}
