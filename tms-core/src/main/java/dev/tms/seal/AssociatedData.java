package dev.tms.seal;

import java.util.EnumMap;
import java.util.Map;

/**
 * The associated data of every sealed value: format version, purpose, the four parts of the scope,
 * then what the caller binds; each field behind its length. Immutable.
 */
final class AssociatedData {
  private static final String FORMAT_VERSION = "tms-seal-1";

  private final Map<Purpose, byte[]> fixed = new EnumMap<>(Purpose.class);

  AssociatedData(SealScope scope) {
    for (Purpose purpose : Purpose.values()) {
      fixed.put(
          purpose,
          LengthPrefixed.of(
              FORMAT_VERSION,
              purpose.wire(),
              scope.baseCookieName(),
              scope.issuer(),
              scope.clientId(),
              scope.origin()));
    }
  }

  /** The associated data for a purpose and the fields that the caller binds. */
  @SuppressWarnings("NullAway") // every purpose has its entry
  byte[] of(Purpose purpose, byte[]... bound) {
    byte[] row = fixed.get(purpose);
    return bound.length == 0 ? row : LengthPrefixed.append(row, bound);
  }
}
