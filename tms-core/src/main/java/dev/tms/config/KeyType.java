package dev.tms.config;

/** What a value must be. */
enum KeyType {
  TEXT("text"),
  URL("URL"),
  SECRET("secret text"),
  FILE("path of a file"),
  BOOLEAN("true or false"),
  INTEGER("number"),
  DURATION("duration"),
  LIST("list of texts"),
  ONE_OR_LIST("text or list of texts"),
  CHOICE("one of some words");

  private final String words;

  KeyType(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
