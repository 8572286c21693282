package dev.tms.registration.probe;

import java.util.Optional;
import java.util.Set;

/** What a token endpoint said. */
public sealed interface TokenOutcome
    permits TokenOutcome.Refused, TokenOutcome.Answered, TokenOutcome.Other, NotSeen {
  /**
   * An error (RFC 6749 section 5.2).
   *
   * @param status the status of the answer
   * @param error its code, such as {@code invalid_client}
   * @param description its words for it, in one line
   */
  record Refused(int status, String error, Optional<String> description) implements TokenOutcome {}

  /**
   * JSON without an error.
   *
   * @param status the status of the answer
   * @param members the names of its members; the values, which may be tokens, are not kept
   */
  record Answered(int status, Set<String> members) implements TokenOutcome {
    /** Copies the names. */
    public Answered {
      members = Set.copyOf(members);
    }
  }

  /**
   * Something else, such as a page: often of a proxy, or of an address that is no token endpoint.
   *
   * @param status the status of the answer
   * @param contentType as sent
   * @param text what it says
   */
  record Other(int status, Optional<String> contentType, PageText text) implements TokenOutcome {}
}
