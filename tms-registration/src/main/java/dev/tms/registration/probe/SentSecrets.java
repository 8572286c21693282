package dev.tms.registration.probe;

import dev.tms.token.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What was sent and must not be seen again, in every form in which an answer may repeat it.
 * Immutable.
 */
public final class SentSecrets {
  /** A shorter one stands in any text. */
  private static final int SHORTEST = 4;

  private static final String HIDDEN = "(hidden)";
  private static final Pattern TOKENS =
      Pattern.compile(
          "((?:access|refresh|id)_?token[\"']?+\\s*+[=:]\\s*+[\"']?+)[^&\\s\"',}<]++",
          Pattern.CASE_INSENSITIVE);

  // the longest first, so that none leaves a part of another
  private final Set<String> texts =
      new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(text -> text));

  /** These, as far as they have 4 characters. */
  public SentSecrets(Collection<Secret> secrets) {
    secrets.stream()
        .map(Secret::reveal)
        .filter(text -> text.length() >= SHORTEST)
        .forEach(this::add);
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
