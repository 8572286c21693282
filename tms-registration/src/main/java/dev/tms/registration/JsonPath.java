package dev.tms.registration;

import java.util.regex.Pattern;

/** Paths into JSON documents, in the normal form of people: {@code $.clients[0].redirectUris}. */
public final class JsonPath {
  /** The document itself. */
  public static final String ROOT = "$";

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private JsonPath() {}

  /** The path of a member. */
  public static String member(String path, String name) {
    return PLAIN.matcher(name).matches() ? path + "." + name : path + "['" + escape(name) + "']";
  }

  /** As RFC 9535 section 2.3.1 has it. */
  private static String escape(String name) {
    return Printable.escape(name.replace("\\", "\\\\").replace("'", "\\'"));
  }

  /** The path of a list's item. */
  public static String item(String path, int index) {
    return path + "[" + index + "]";
  }
}
