package dev.tms.seal;

import java.util.Objects;

/**
 * What may be told about one key. A key is a pair, one half for sealing and one for lookup names;
 * both have the same id and status and are added, promoted and retired together.
 *
 * @param id the key's id, positive
 * @param status what it is used for
 * @param fingerprint 16 characters, equal for equal keys, from which the key cannot be found
 */
public record KeyInfo(int id, Status status, String fingerprint) {
  /** What a key is used for. */
  public enum Status {
    /** Seals new values and opens old ones. */
    PRIMARY,
    /** Opens values. */
    ENABLED,
    /** Stands in the file and is not used. */
    DISABLED
  }

  /** Checks that nothing is missing. */
  public KeyInfo {
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(fingerprint, "fingerprint");
  }
}
