package dev.tms.tenant;

import dev.tms.http.Host;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How customers are looked up by HTTP. Immutable.
 *
 * @param urlTemplate an https URL with the placeholder <code>{customerDomain}</code>; http for
 *     loopback hosts
 * @param applicationId value of the header {@code Citrix-ApplicationId}; null for no header
 * @param allowedDomains where not empty, only these domains and names below them are looked up, and
 *     all others are unknown
 * @param timeout of one lookup
 */
public record DiscoverySettings(
    String urlTemplate,
    @Nullable String applicationId,
    Set<String> allowedDomains,
    Duration timeout) {
  /** What stands for the customer domain. */
  public static final String PLACEHOLDER = "{customerDomain}";

  /** The template of the original service. */
  public static final String DEFAULT_URL_TEMPLATE =
      "https://{customerDomain}/citrixapi/discovery/configurations";

  /**
   * Checks everything.
   *
   * @throws IllegalArgumentException if the template is no https URL with the placeholder in host,
   *     path or query, the application id is not printable ASCII, an allowed domain is not a domain
   *     name of two labels or more, or the timeout is not positive
   */
  public DiscoverySettings {
    checkTemplate(urlTemplate);
    if (applicationId != null && !applicationId.matches("[\\x21-\\x7E]{1,200}")) {
      throw new IllegalArgumentException("the application id is 1 to 200 printable characters");
    }
    allowedDomains = domains(allowedDomains);
    if (timeout.isZero() || timeout.isNegative()) {
      throw new IllegalArgumentException("the timeout must be positive, got " + timeout);
    }
  }

  /**
   * The default template, no application id, no restriction other than public addresses, 5 seconds.
   */
  public static DiscoverySettings defaults() {
    return new DiscoverySettings(DEFAULT_URL_TEMPLATE, null, Set.of(), Duration.ofSeconds(5));
  }

  /** The same with this template. */
  public DiscoverySettings withUrlTemplate(String template) {
    return new DiscoverySettings(template, applicationId, allowedDomains, timeout);
  }

  /** The same with this application id. */
  public DiscoverySettings withApplicationId(@Nullable String id) {
    return new DiscoverySettings(urlTemplate, id, allowedDomains, timeout);
  }

  /** The same for these domains, and names below them, only. */
  public DiscoverySettings withAllowedDomains(Collection<String> domains) {
    return new DiscoverySettings(urlTemplate, applicationId, Set.copyOf(domains), timeout);
  }

  /** The same with this timeout. */
  public DiscoverySettings withTimeout(Duration time) {
    return new DiscoverySettings(urlTemplate, applicationId, allowedDomains, time);
  }

  /** Whether callers choose the host that is asked. */
  boolean placeholderInHost() {
    int start = urlTemplate.indexOf("://") + 3;
    int end = start;
    while (end < urlTemplate.length() && "/?#".indexOf(urlTemplate.charAt(end)) < 0) {
      end++;
    }
    return urlTemplate.substring(start, end).contains(PLACEHOLDER);
  }

  /**
   * Whether the domain may be looked up: compared label by label, never as a text's end. One that
   * cannot be a host's name may not where it stands in the host.
   */
  boolean allows(CustomerDomain domain) {
    if (placeholderInHost() && Host.canonical(domain.value()) == null) {
      return false;
    }
    return allowedDomains.isEmpty()
        || allowedDomains.stream()
            .anyMatch(
                allowed ->
                    domain.value().equals(allowed) || domain.value().endsWith("." + allowed));
  }

  /** The URL for this domain. */
  URI urlFor(CustomerDomain domain) {
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

  private static Set<String> domains(Collection<String> texts) {
    Set<String> all = new TreeSet<>();
    for (String text : texts) {
      String name = Host.canonical(text);
      if (name == null || !name.contains(".") || Host.isAddress(name)) {
        throw new IllegalArgumentException(
            "an allowed domain is a name such as cloud.example, without wildcard: " + text);
      }
      all.add(name);
    }
    return java.util.Collections.unmodifiableSet(all);
  }
}
