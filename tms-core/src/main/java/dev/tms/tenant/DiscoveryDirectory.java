package dev.tms.tenant;

import dev.tms.http.Header;
import dev.tms.http.Json;
import dev.tms.outbound.Sender;
import dev.tms.outbound.Sender.Answer;
import dev.tms.outbound.Sender.Call;
import dev.tms.outbound.Sender.SendFailure;
import dev.tms.outbound.Sender.SendOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Customers that are looked up by HTTP, each at a URL made from its domain. Asks every time: put a
 * {@link CachedDirectory} before it. Thread-safe.
 */
final class DiscoveryDirectory implements TenantDirectory {
  private static final int MAX_BYTES = 64 * 1024;
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
  private static final Duration WHEN_BUSY = Duration.ofSeconds(1);

  private final DiscoverySettings settings;
  private final Sender sender;

  /**
   * The directory with these settings.
   *
   * @throws IllegalArgumentException if callers would choose the host that is asked ({@link
   *     DiscoverySettings#needsAllowedDomains})
   */
  DiscoveryDirectory(DiscoverySettings settings, Sender sender) {
    if (settings.requireUsable().needsAllowedDomains()) {
      throw new IllegalArgumentException(DiscoverySettings.NEEDS_ALLOWED_DOMAINS);
    }
    this.settings = settings;
    this.sender = sender;
  }

  @Override
  public TenantLookup find(@Nullable CustomerDomain domain) {
    if (domain == null) {
      return new TenantLookup.DomainRequired();
    }
    if (!settings.allows(domain)) {
      return new TenantLookup.Unknown();
    }
    SendOutcome outcome = sender.send(call(domain));
    if (outcome instanceof SendFailure failure) {
      boolean busy = failure.kind() == SendFailure.Kind.BUSY;
      return new TenantLookup.Unavailable(
          busy ? WHEN_BUSY : AFTER_FAILURE,
          "tenant directory: " + failure.kind() + ": " + failure.detail());
    }
    return outcome instanceof Answer answer
        ? read(domain, answer)
        : unavailable("it sent no answer");
  }

  private Call call(CustomerDomain domain) {
    List<Header> headers = new ArrayList<>();
    headers.add(new Header("Accept", "application/json"));
    String id = settings.applicationId();
    if (id != null) {
      headers.add(new Header("Citrix-ApplicationId", id));
    }
    return new Call(
        "GET", settings.urlFor(domain), headers, new byte[0], settings.timeout(), MAX_BYTES);
  }

  private static TenantLookup read(CustomerDomain domain, Answer answer) {
    if (answer.status() == 404) {
      return new TenantLookup.Unknown();
    }
    if (answer.status() != 200) {
      return unavailable("it answered with status " + answer.status());
    }
    if (!isJson(answer.header("Content-Type"))) {
      return unavailable("its answer is not JSON by its content type");
    }
    return DiscoveryDocument.parse(answer.body())
        .<TenantLookup>map(
            document ->
                new TenantLookup.Found(
                    new Tenant(domain, document.acrValues(), document.promptLogin())))
        .orElseGet(() -> unavailable("its answer is not a configuration document"));
  }

  /** RFC 9110 8.3: where there is no content type, the content may be looked at. */
  private static boolean isJson(@Nullable String contentType) {
    if (contentType == null) {
      return true;
    }
    int semicolon = contentType.indexOf(';');
    String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    return type.strip().toLowerCase(Locale.ROOT).matches("(application|text)/(json|[^/]+\\+json)");
  }

  private static TenantLookup unavailable(String reason) {
    return new TenantLookup.Unavailable(AFTER_FAILURE, "tenant directory: " + reason);
  }

  /**
   * A customer's configuration document, as far as it is used. Members that are not used (services,
   * scopes, the domain of the authority: provider and scopes are configured here) may hold
   * anything.
   *
   * @param acrValues {@code clientSettings.acr_values}
   * @param promptLogin {@code clientSettings.promptLoginEnabled}
   */
  record DiscoveryDocument(@Nullable String acrValues, boolean promptLogin) {
    /** The document in these bytes; empty where it is not a well-formed one. */
    static Optional<DiscoveryDocument> parse(byte[] json) {
      return Json.read(json)
          .flatMap(
              document ->
                  document.get("clientSettings") instanceof Map<?, ?> settings
                      ? of(settings)
                      : Optional.empty());
    }

    private static Optional<DiscoveryDocument> of(Map<?, ?> settings) {
      Object acr = settings.get("acr_values");
      Object prompt = settings.get("promptLoginEnabled");
      boolean acrFits = acr == null || (acr instanceof String text && Tenant.isAcrValues(text));
      boolean promptFits = prompt == null || prompt instanceof Boolean;
      return acrFits && promptFits
          ? Optional.of(new DiscoveryDocument((String) acr, Boolean.TRUE.equals(prompt)))
          : Optional.empty();
    }
  }
}
