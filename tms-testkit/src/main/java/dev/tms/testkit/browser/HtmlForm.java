package dev.tms.testkit.browser;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTML form with its {@code input} elements; attributes must be quoted.
 *
 * @param method {@code GET} or {@code POST}
 * @param action resolved against the page
 * @param fields names and values in document order, without buttons and unchecked boxes
 * @param hasPassword whether there is a password field
 */
public record HtmlForm(String method, URI action, Map<String, String> fields, boolean hasPassword) {
  private static final Pattern FORM =
      Pattern.compile("<form\\b([^>]*)>(.*?)</form>", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern INPUT =
      Pattern.compile("<input\\b([^>]*)>", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern ATTRIBUTE =
      Pattern.compile("([a-zA-Z-]+)(?:\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'))?");
  private static final Pattern ENTITY = Pattern.compile("&(#x?[0-9a-fA-F]+|[a-z]+);");

  /** Copies the fields, keeping their order. */
  public HtmlForm {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** Returns a copy with this field. */
  public HtmlForm with(String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(fields);
    changed.put(name, value);
    return new HtmlForm(method, action, changed, hasPassword);
  }

  static List<HtmlForm> parse(URI page, String html) {
    List<HtmlForm> forms = new ArrayList<>();
    Matcher form = FORM.matcher(html);
    while (form.find()) {
      Map<String, String> attributes = attributes(form.group(1));
      Map<String, String> fields = new LinkedHashMap<>();
      boolean password = false;
      Matcher input = INPUT.matcher(form.group(2));
      while (input.find()) {
        Map<String, String> field = attributes(input.group(1));
        String type = field.getOrDefault("type", "text").toLowerCase(Locale.ROOT);
        password |= type.equals("password");
        if (field.containsKey("name") && isSent(type, field)) {
          fields.put(field.get("name"), field.getOrDefault("value", ""));
        }
      }
      String method = attributes.getOrDefault("method", "GET").toUpperCase(Locale.ROOT);
      URI action = page.resolve(attributes.getOrDefault("action", page.toString()));
      forms.add(new HtmlForm(method, action, fields, password));
    }
    return List.copyOf(forms);
  }

  private static boolean isSent(String type, Map<String, String> field) {
    boolean box = type.equals("checkbox") || type.equals("radio");
    boolean button = type.equals("submit") || type.equals("button") || type.equals("image");
    return !button && (!box || field.containsKey("checked"));
  }

  private static Map<String, String> attributes(String text) {
    Map<String, String> attributes = new LinkedHashMap<>();
    Matcher matcher = ATTRIBUTE.matcher(text);
    while (matcher.find()) {
      String value = matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
      attributes.put(
          matcher.group(1).toLowerCase(Locale.ROOT), value == null ? "" : unescape(value));
    }
    return attributes;
  }

  private static String unescape(String text) {
    return ENTITY
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(entity(match.group(), match.group(1))));
  }

  private static String entity(String whole, String name) {
    return switch (name) {
      case "amp" -> "&";
      case "lt" -> "<";
      case "gt" -> ">";
      case "quot" -> "\"";
      case "apos" -> "'";
      default -> name.startsWith("#") ? numbered(name.substring(1)) : whole;
    };
  }

  private static String numbered(String number) {
    int codePoint =
        number.startsWith("x")
            ? Integer.parseInt(number.substring(1), 16)
            : Integer.parseInt(number);
    return Character.toString(codePoint);
  }
}
