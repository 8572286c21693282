package dev.tms.registration.document;

import org.jspecify.annotations.Nullable;

/**
 * Something that keeps a document from being read.
 *
 * @param path of the value, for example {@code $.clients[0].clientId}
 * @param message what must hold and what was found; no value of the document
 * @param position where it is; null for the whole document
 */
public record DocumentProblem(String path, String message, @Nullable Position position) {

  /** One line: {@code line 3, column 5: $.clientId must be a text, found a number}. */
  @Override
  public String toString() {
    return (position == null ? "" : position + ": ") + path + " " + message;
  }
}
