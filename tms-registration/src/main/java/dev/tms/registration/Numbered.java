package dev.tms.registration;

/** A choice that documents write as a number. */
public interface Numbered {
  /** The number in documents. */
  int number();

  /** The name that some products write in place of the number. */
  String wireName();
}
