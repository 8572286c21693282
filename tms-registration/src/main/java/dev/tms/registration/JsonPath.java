package dev.tms.registration;

/** Paths into JSON documents, in the normal form of people: {@code $.clients[0].redirectUris}. */
public final class JsonPath {
  /** The document itself. */
  public static final String ROOT = "$";

  private JsonPath() {}

  /** The path of a member. */
  public static String member(String path, String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_]*")
        ? path + "." + name
        : path + "['" + name.replace("\\", "\\\\").replace("'", "\\'") + "']";
  }

  /** The path of a list's item. */
  public static String item(String path, int index) {
    return path + "[" + index + "]";
  }
}
