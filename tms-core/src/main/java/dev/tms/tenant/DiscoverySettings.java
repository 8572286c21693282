package dev.tms.tenant;

import dev.tms.problem.Checked;
import dev.tms.text.Host;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How to look customers up over HTTP. Immutable.
 *
 * @param urlTemplate an https URL with the placeholder <code>{customerDomain}</code>; http for
 *     loopback hosts
 * @param applicationId the value of the header {@code Citrix-ApplicationId}; null for no header
 * @param allowedDomains patterns of the domains to look up; others are unknown. {@code
 *     cloud.example} means that name and all below it, {@code *.cloud.example} only those below it.
 *     Default: {@code *.cloud.com}, {@code *.cloud.us} and {@code *.citrixcloud.jp} for the
 *     original template; every domain for a template with a fixed host; required for other
 *     templates
 * @param timeout of one lookup
 */
public record DiscoverySettings(
    String urlTemplate,
    @Nullable String applicationId,
    Set<String> allowedDomains,
    Duration timeout)
    implements Checked<DiscoverySettings> {
  /** The placeholder of the customer domain. */
  public static final String PLACEHOLDER = "{customerDomain}";

  /** The URL template of the original service. */
  public static final String DEFAULT_URL_TEMPLATE =
      "https://{customerDomain}/citrixapi/discovery/configurations";

  /** The problem reported if {@link #needsAllowedDomains}. */
  public static final String NEEDS_ALLOWED_DOMAINS =
      "the host that is asked comes from the request ("
          + PLACEHOLDER
          + " stands in the host of the URL template), so a stranger would choose where this"
          + " service connects to; list the allowed domains, such as *.cloud.example";

  private static final Set<String> ORIGINAL_DOMAINS =
      DomainPatterns.of(Set.of("*.cloud.com", "*.cloud.us", "*.citrixcloud.jp"));

  public DiscoverySettings {
    allowedDomains = DomainPatterns.of(allowedDomains);
  }

  /**
   * Reports a template that is not an https URL with the placeholder in host, path or query, an
   * application ID that is not printable ASCII, an allowed domain without two fixed labels, and a
   * timeout that is not positive. Does not include {@link #needsAllowedDomains}.
   */
  @Override
  public List<String> problems() {
    List<String> found =
        new ArrayList<>(
            Checked.failures(
                () -> checkTemplate(urlTemplate),
                () ->
                    Checked.require(
                        applicationId == null || applicationId.matches("[\\x21-\\x7E]{1,200}"),
                        "the application id is 1 to 200 printable characters"),
                () ->
                    Checked.require(
                        !timeout.isZero() && !timeout.isNegative(),
                        "the timeout must be positive, got " + timeout)));
    found.addAll(DomainPatterns.problems(allowedDomains));
    return List.copyOf(found);
  }

  /** The original service's template and domains, no application ID, and a timeout of 5 seconds. */
  public static DiscoverySettings defaults() {
    return new DiscoverySettings(DEFAULT_URL_TEMPLATE, null, Set.of(), Duration.ofSeconds(5));
  }

  /** Returns a copy with this URL template. */
  public DiscoverySettings withUrlTemplate(String template) {
    return new DiscoverySettings(template, applicationId, allowedDomains, timeout);
  }

  /** Returns a copy with this application ID. */
  public DiscoverySettings withApplicationId(@Nullable String id) {
    return new DiscoverySettings(urlTemplate, id, allowedDomains, timeout);
  }

  /** Returns a copy with these patterns; see {@link #allowedDomains}. */
  public DiscoverySettings withAllowedDomains(Collection<String> domains) {
    return new DiscoverySettings(urlTemplate, applicationId, Set.copyOf(domains), timeout);
  }

  /** Returns a copy with this timeout. */
  public DiscoverySettings withTimeout(Duration time) {
    return new DiscoverySettings(urlTemplate, applicationId, allowedDomains, time);
  }

  private boolean placeholderInHost() {
    int start = urlTemplate.indexOf("://") + 3;
    int end = start;
    while (end < urlTemplate.length() && "/?#".indexOf(urlTemplate.charAt(end)) < 0) {
      end++;
    }
    return urlTemplate.substring(start, end).contains(PLACEHOLDER);
  }

  /**
   * Returns whether callers could choose the host of the lookup: the placeholder is in the host of
   * a template other than {@link #DEFAULT_URL_TEMPLATE}, and no domains are listed. A service
   * rejects such settings.
   */
  public boolean needsAllowedDomains() {
    return placeholderInHost() && effectiveDomains().isEmpty();
  }

  /** Whether the directory is asked about this domain. */
  public boolean allows(CustomerDomain domain) {
    Set<String> patterns = effectiveDomains();
    return patterns.isEmpty() ? !placeholderInHost() : DomainPatterns.list(patterns, domain);
  }

  private Set<String> effectiveDomains() {
    return allowedDomains.isEmpty() && urlTemplate.equals(DEFAULT_URL_TEMPLATE)
        ? ORIGINAL_DOMAINS
        : allowedDomains;
  }

  /** The URL of the request for this domain. */
  public URI urlFor(CustomerDomain domain) {
    return URI.create(urlTemplate.replace(PLACEHOLDER, domain.value()));
  }

  private static void checkTemplate(String template) {
    if (!template.contains(PLACEHOLDER)) {
      throw new IllegalArgumentException(
          "the URL template must contain " + PLACEHOLDER + ": " + template);
    }
    URI sample;
    try {
      sample = new URI(template.replace(PLACEHOLDER, "acme.cloud.example"));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not a URL template: " + template, e);
    }
    String host = sample.getHost() == null ? null : Host.canonical(sample.getHost());
    boolean https = "https".equalsIgnoreCase(sample.getScheme());
    boolean http = "http".equalsIgnoreCase(sample.getScheme());
    if (host == null || !(https || http)) {
      throw new IllegalArgumentException("must be an absolute https URL template: " + template);
    }
    if (http && !Host.isLoopback(host)) {
      throw new IllegalArgumentException(
          "plain http is for loopback hosts only, use https: " + template);
    }
    if (sample.getRawUserInfo() != null || sample.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "a URL template must have no user and no fragment: " + template);
    }
  }

  /**
   * Patterns of customer domains: {@code cloud.example} matches that name and all below it, {@code
   * *.cloud.example} only those below it. Matches whole labels.
   */
  static final class DomainPatterns {
    private static final String BELOW = "*.";

    private DomainPatterns() {}

    /** Returns the canonical patterns; leaves invalid ones unchanged. */
    static Set<String> of(Collection<String> texts) {
      Set<String> all = new TreeSet<>();
      for (String text : texts) {
        String name = name(text);
        all.add(name == null ? text : (text.startsWith(BELOW) ? BELOW : "") + name);
      }
      return Collections.unmodifiableSet(all);
    }

    /** Reports addresses, fewer than two fixed labels, and asterisks beyond the first label. */
    static List<String> problems(Collection<String> texts) {
      return Checked.failures(
          texts,
          text ->
              Checked.require(
                  name(text) != null,
                  "an allowed domain is a name of at least two labels, such as cloud.example, or"
                      + " *.cloud.example for the names below it; got "
                      + text));
    }

    private static @Nullable String name(String text) {
      String name = Host.canonical(text.startsWith(BELOW) ? text.substring(BELOW.length()) : text);
      return name == null || !name.contains(".") || Host.isAddress(name) ? null : name;
    }

    /** Returns whether a pattern matches the domain; false if it is not a valid host name. */
    static boolean list(Set<String> patterns, CustomerDomain domain) {
      String host = Host.canonical(domain.value());
      return host != null && patterns.stream().anyMatch(pattern -> lists(pattern, host));
    }

    private static boolean lists(String pattern, String host) {
      return pattern.startsWith(BELOW)
          ? host.endsWith(pattern.substring(1))
          : host.equals(pattern) || host.endsWith("." + pattern);
    }
  }
}
