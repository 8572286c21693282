package dev.tms.registration.diff;

/**
 * What a comparison leaves as it is, and why.
 *
 * @param path of the member, for example {@code $.clientSecrets}
 * @param text a sentence for people, without secrets
 */
public record DiffNote(String path, String text) {

  @Override
  public String toString() {
    return path + ": " + text;
  }
}
