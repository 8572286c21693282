package dev.tms.tenant;

import dev.tms.http.Host;
import dev.tms.problem.Checked;
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
 * How customers are looked up by HTTP. Immutable.
 *
 * @param urlTemplate an https URL with the placeholder <code>{customerDomain}</code>; http for
 *     loopback hosts
 * @param applicationId value of the header {@code Citrix-ApplicationId}; null for no header
 * @param allowedDomains patterns of the domains that are looked up; all others are unknown. {@code
 *     cloud.example} is that name and the names below it, {@code *.cloud.example} the names below
 *     it. Where empty: {@code *.cloud.com}, {@code *.cloud.us} and {@code *.citrixcloud.jp} for the
 *     original template, every domain for one whose host is fixed; any other needs them
 * @param timeout of one lookup
 */
public record DiscoverySettings(
    String urlTemplate,
    @Nullable String applicationId,
    Set<String> allowedDomains,
    Duration timeout)
    implements Checked<DiscoverySettings> {
  /** What stands for the customer domain. */
  public static final String PLACEHOLDER = "{customerDomain}";

  /** The template of the original service. */
  public static final String DEFAULT_URL_TEMPLATE =
      "https://{customerDomain}/citrixapi/discovery/configurations";

  /** Why {@link #needsAllowedDomains} stops the start. */
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
   * Why they cannot be used: the template is no https URL with the placeholder in host, path or
   * query, the application id is not printable ASCII, an allowed domain does not have two fixed
   * labels, or the timeout is not positive. {@link #needsAllowedDomains} comes on top.
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

  /** The original service's template and domains, no application id, 5 seconds. */
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

  /** The same for domains of these patterns only; see {@link #allowedDomains}. */
  public DiscoverySettings withAllowedDomains(Collection<String> domains) {
    return new DiscoverySettings(urlTemplate, applicationId, Set.copyOf(domains), timeout);
  }

  /** The same with this timeout. */
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
   * Whether callers would choose the host that is asked: the placeholder stands in the host of
   * another template than {@link #DEFAULT_URL_TEMPLATE}, and no domains are listed. Such settings
   * do not start.
   */
  public boolean needsAllowedDomains() {
    return placeholderInHost() && effectiveDomains().isEmpty();
  }

  boolean allows(CustomerDomain domain) {
    Set<String> patterns = effectiveDomains();
    return patterns.isEmpty() ? !placeholderInHost() : DomainPatterns.list(patterns, domain);
  }

  private Set<String> effectiveDomains() {
    return allowedDomains.isEmpty() && urlTemplate.equals(DEFAULT_URL_TEMPLATE)
        ? ORIGINAL_DOMAINS
        : allowedDomains;
  }

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

  /**
   * Patterns of customer domains: {@code cloud.example} is that name and the names below it, {@code
   * *.cloud.example} the names below it only. They are compared label by label, never as a text's
   * end.
   */
  static final class DomainPatterns {
    private static final String BELOW = "*.";

    private DomainPatterns() {}

    /** The patterns in one form; one that has {@link #problems} as it is. */
    static Set<String> of(Collection<String> texts) {
      Set<String> all = new TreeSet<>();
      for (String text : texts) {
        String name = name(text);
        all.add(name == null ? text : (text.startsWith(BELOW) ? BELOW : "") + name);
      }
      return Collections.unmodifiableSet(all);
    }

    /**
     * Says which have fewer than two fixed labels, are addresses, or have an asterisk elsewhere
     * than as their whole first label.
     */
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

    /**
     * Whether one of the patterns lists the domain. One that cannot be a host's name is not listed.
     */
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
