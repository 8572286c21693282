package dev.tms.registration.probe;

import dev.tms.http.Header;
import dev.tms.token.Secret;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What was sent and must not be seen again, in every form in which an answer may repeat it.
 * Immutable.
 */
public final class SentSecrets {
  /** A shorter one cannot be told from other text. */
  private static final int SHORTEST = 8;

  private static final String HIDDEN = "(hidden)";
  private static final Set<String> OPEN =
      Set.of(
          "grant_type",
          "client_id",
          "redirect_uri",
          "scope",
          "resource",
          "audience",
          "client_assertion_type",
          "response_type",
          "username");
  private static final Pattern TOKENS =
      Pattern.compile(
          "((?:access|refresh|id)_?token[\"']?+\\s*+[=:]\\s*+[\"']?+)[^&\\s\"',}<]++",
          Pattern.CASE_INSENSITIVE);

  // the longest first, so that none leaves a part of another
  private final Set<String> texts =
      new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(text -> text));

  private SentSecrets() {}

  /** These, as far as they have 8 characters. */
  public static SentSecrets of(Collection<Secret> configured) {
    SentSecrets secrets = new SentSecrets();
    configured.stream()
        .map(Secret::reveal)
        .filter(text -> text.length() >= SHORTEST)
        .forEach(secrets::add);
    return secrets;
  }

  static SentSecrets of(List<Header> headers, Map<String, String> form) {
    SentSecrets secrets = new SentSecrets();
    for (Header header : headers) {
      String name = header.name().toLowerCase(Locale.ROOT);
      if (name.equals("authorization") || name.equals("dpop") || name.equals("cookie")) {
        secrets.addCredentials(header.value());
      }
    }
    form.forEach(
        (name, value) -> {
          if (!OPEN.contains(name)) {
            secrets.add(value);
          }
        });
    return secrets;
  }

  private void addCredentials(String value) {
    int space = value.indexOf(' ');
    String credentials = value.substring(space + 1).strip();
    add(credentials);
    try {
      String pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      if (colon >= 0) {
        add(pair);
        add(pair.substring(colon + 1));
        // RFC 6749 2.3.1: the password is form-encoded before
        add(URLDecoder.decode(pair.substring(colon + 1), StandardCharsets.UTF_8));
      }
    } catch (IllegalArgumentException e) {
      // no Basic credentials, or no form-encoded ones
    }
  }

  private void add(String secret) {
    texts.add(secret);
    texts.add(PlainText.line(secret));
    texts.add(PlainText.lines(secret));
    texts.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    texts.add(Base64.getEncoder().encodeToString(bytes));
    texts.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    texts.remove("");
  }

  /** The text with a mark in place of each of them, and of what is called a token. */
  public String hide(String text) {
    String hidden = text;
    for (String secret : texts) {
      hidden = hidden.replace(secret, HIDDEN);
    }
    return TOKENS.matcher(hidden).replaceAll("$1" + HIDDEN);
  }
}
