package dev.tms.tenant;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The domain that identifies a customer, for example {@code acme.cloud.example}. Case-insensitive.
 *
 * @param value in lower case
 */
public record CustomerDomain(String value) {
  private static final Pattern FORM =
      Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9-]+\\.[a-zA-Z0-9][a-zA-Z0-9-]+\\.[a-zA-Z]{2,63}");
  private static final int MAX_LENGTH = 253; // RFC 1035 2.3.4

  public CustomerDomain {
    if (!isWellFormed(value) || !value.equals(value.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "a customer domain has three parts in lower case, such as acme.cloud.example");
    }
  }

  /** Parses a domain, case-insensitive; empty if it is malformed. */
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
