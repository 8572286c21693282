package dev.tms.registration;

/** Takes what is wrong with a document. */
@FunctionalInterface
public interface Complaints {
  /**
   * One thing that is wrong.
   *
   * @param path of the value, for example {@code $.clientId}
   * @param message what must hold, and what kind of value was found; never the value
   */
  void add(String path, String message);
}
