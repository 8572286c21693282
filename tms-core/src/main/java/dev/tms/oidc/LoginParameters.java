package dev.tms.oidc;

import com.nimbusds.langtag.LangTag;
import com.nimbusds.langtag.LangTagException;
import dev.tms.oauth.AllowedValues;
import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;
import dev.tms.web.Parameters;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The optional parameters of an authorization request (Core section 3.1.2.1). Nothing else that a
 * caller sends reaches the provider. Immutable.
 *
 * @param acrValues {@code acr_values}, separated by spaces
 * @param promptLogin whether the tenant requires {@code prompt=login}
 * @param prompt the caller's {@code prompt}, separated by spaces
 * @param uiLocales {@code ui_locales}, separated by spaces; malformed language tags are dropped
 * @param others the additional parameters that the client's settings let a caller set
 */
public record LoginParameters(
    @Nullable String acrValues,
    boolean promptLogin,
    @Nullable String prompt,
    @Nullable String loginHint,
    @Nullable Duration maxAge,
    @Nullable String uiLocales,
    Map<String, String> others) {
  public static final LoginParameters NONE =
      new LoginParameters(null, false, null, null, null, null);

  private static final Set<String> PROMPTS =
      Set.of("none", "login", "consent", "select_account", "create");
  private static final int MAX_LENGTH = 256;
  private static final int MAX_ACR_LENGTH = 1000;
  private static final Duration LONGEST_AGE = Duration.ofDays(3650);

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException if one is malformed
   */
  public LoginParameters {
    others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
    check("acr_values", acrValues, MAX_ACR_LENGTH, "[\\x21-\\x7E]+( +[\\x21-\\x7E]+)*");
    check("prompt", prompt, MAX_LENGTH, "[a-z_]+( [a-z_]+)*");
    check("login_hint", loginHint, MAX_LENGTH, "\\P{Cntrl}+");
    // malformed locales must not fail a login
    uiLocales = uiLocales == null ? null : languageTags(uiLocales);
    if (prompt != null) {
      Set<String> prompts = words(prompt);
      // Core 3.1.2.1: if none is used with any other value, an error is returned
      if (!PROMPTS.containsAll(prompts) || (prompts.contains("none") && prompts.size() > 1)) {
        throw new IllegalArgumentException("prompt is not valid");
      }
    }
    if (maxAge != null && (maxAge.isNegative() || maxAge.compareTo(LONGEST_AGE) > 0)) {
      throw new IllegalArgumentException("max_age is not valid");
    }
  }

  public LoginParameters(
      @Nullable String acrValues,
      boolean promptLogin,
      @Nullable String prompt,
      @Nullable String loginHint,
      @Nullable Duration maxAge,
      @Nullable String uiLocales) {
    this(acrValues, promptLogin, prompt, loginHint, maxAge, uiLocales, Map.of());
  }

  /**
   * Takes the supported parameters of a request and ignores all others.
   *
   * @param allowed the additional parameters that callers may set, with their allowed values
   * @throws TmsException {@code REQUEST_INVALID} if a parameter is malformed, has a value that is
   *     not allowed, or occurs with two different values
   */
  public static LoginParameters of(Parameters request, Map<String, AllowedValues> allowed) {
    Map<String, String> others = new LinkedHashMap<>();
    try {
      allowed.forEach(
          (name, values) -> {
            String value = single(request, name);
            if (value != null && !values.allow(value)) {
              throw new IllegalArgumentException(name + " has a value that is not allowed");
            }
            if (value != null) {
              others.put(name, value);
            }
          });
      return new LoginParameters(
          text(request, "acr_values"),
          false,
          text(request, "prompt"),
          text(request, "login_hint"),
          seconds(text(request, "max_age")),
          text(request, "ui_locales"),
          others);
    } catch (IllegalArgumentException e) {
      throw new TmsException(ErrorCode.REQUEST_INVALID, String.valueOf(e.getMessage()));
    }
  }

  /** Applies the policy of a tenant. Its {@code acr_values} replace the caller's unless blank. */
  public LoginParameters withTenant(@Nullable String tenantAcrValues, boolean tenantPromptLogin) {
    boolean has = tenantAcrValues != null && !tenantAcrValues.isBlank();
    return new LoginParameters(
        has ? String.valueOf(tenantAcrValues).strip() : acrValues,
        promptLogin || tenantPromptLogin,
        prompt,
        loginHint,
        maxAge,
        uiLocales,
        others);
  }

  /**
   * The prompts to send. A tenant that requires {@code login} overrides {@code none}, which
   * contradicts it.
   */
  Set<String> prompts() {
    Set<String> prompts = prompt == null ? new LinkedHashSet<>() : words(prompt);
    if (promptLogin) {
      prompts.remove("none");
      prompts.add("login");
    }
    return prompts;
  }

  @Override
  public String toString() {
    return "LoginParameters[prompts=" + prompts() + "]";
  }

  private static @Nullable String text(Parameters request, String name) {
    String value = single(request, name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  private static @Nullable String single(Parameters request, String name) {
    if (request.contradicts(name)) {
      throw new IllegalArgumentException(name + " occurs twice with different values");
    }
    return request.value(name);
  }

  private static @Nullable Duration seconds(@Nullable String text) {
    if (text == null) {
      return null;
    }
    if (!text.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException("max_age is not valid");
    }
    return Duration.ofSeconds(Long.parseLong(text));
  }

  private static void check(String name, @Nullable String value, int max, String form) {
    if (value != null && (value.length() > max || !value.matches(form))) {
      throw new IllegalArgumentException(name + " is not valid");
    }
  }

  /** The language tags (RFC 5646) among the words, as written; null if there is none. */
  private static @Nullable String languageTags(String text) {
    if (text.length() > MAX_LENGTH) {
      return null;
    }
    List<String> tags = words(text).stream().filter(LoginParameters::isLanguageTag).toList();
    return tags.isEmpty() ? null : String.join(" ", tags);
  }

  private static boolean isLanguageTag(String word) {
    try {
      return word.matches("[A-Za-z0-9-]+") && LangTag.parse(word) != null;
    } catch (LangTagException | RuntimeException e) {
      return false;
    }
  }

  static Set<String> words(String text) {
    return new LinkedHashSet<>(Arrays.asList(text.trim().split(" +")));
  }
}
