package dev.tms.store;

/**
 * A value with its version.
 *
 * @param value the bytes as they were written; do not change them
 * @param version differs for every write of the same key
 */
public record Entry(byte[] value, long version) {
  /** The version alone. */
  @Override
  public String toString() {
    return "Entry[version=" + version + "]";
  }
}
