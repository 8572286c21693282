package dev.tms.seal;

/**
 * A sealed value that opened.
 *
 * @param plain what was sealed
 * @param stale whether it was sealed under a key that is not the primary one (any more), so that
 *     the caller should seal it again when there is an occasion
 */
public record Opened(byte[] plain, boolean stale) implements SealedCookie.Read {
  /** Without the content. */
  @Override
  public String toString() {
    return "Opened[stale=" + stale + "]";
  }
}
