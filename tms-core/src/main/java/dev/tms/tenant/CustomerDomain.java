package dev.tms.tenant;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The domain by which a customer is known, for example {@code acme.cloud.example}. Two that differ
 * in case only are the same.
 *
 * @param value in lower case
 */
public record CustomerDomain(String value) {
  private static final Pattern FORM =
      Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9-]+\\.[a-zA-Z0-9][a-zA-Z0-9-]+\\.[a-zA-Z]{2,63}");
  private static final int MAX_LENGTH = 253; // RFC 1035 2.3.4: no domain name is longer

  public CustomerDomain {
    if (!isWellFormed(value) || !value.equals(value.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "a customer domain has three parts in lower case, such as acme.cloud.example");
    }
  }

  /** The domain of this text in any case; empty where it does not have the form of one. */
  public static Optional<CustomerDomain> parse(@Nullable String text) {
    return text != null && isWellFormed(text)
        ? Optional.of(new CustomerDomain(text.toLowerCase(Locale.ROOT)))
        : Optional.empty();
  }

  private static boolean isWellFormed(String text) {
    return text.length() <= MAX_LENGTH && FORM.matcher(text).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
