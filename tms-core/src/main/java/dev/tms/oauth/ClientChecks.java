package dev.tms.oauth;

import static dev.tms.problem.Checked.require;

import dev.tms.problem.Checked;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Checks shared by clients with users and machine clients. */
public final class ClientChecks {
  private static final Duration MAX_TIMEOUT = Duration.ofMinutes(2);

  private ClientChecks() {}

  /**
   * @param timeout for one call
   * @param defaultTokenLifetime for an access token that does not state its own
   */
  public static List<String> problems(
      String clientId, Duration timeout, Duration defaultTokenLifetime) {
    return Checked.failures(
        () ->
            // RFC 6749 A.1: client-id = *VSCHAR
            require(
                clientId.matches("[\\x20-\\x7E]{1,256}"),
                "a client id is 1 to 256 printable ASCII characters"),
        () ->
            require(
                !timeout.isNegative() && !timeout.isZero() && timeout.compareTo(MAX_TIMEOUT) <= 0,
                "the timeout is above 0 and at most 2 min: " + timeout),
        () ->
            require(
                !defaultTokenLifetime.isNegative() && !defaultTokenLifetime.isZero(),
                "the default token lifetime must be positive: " + defaultTokenLifetime));
  }

  static List<String> problems(List<URI> resources) {
    // RFC 8707 2: MUST be an absolute URI, MUST NOT include a fragment component
    return Checked.failures(
        resources,
        resource ->
            require(
                resource.isAbsolute() && resource.getRawFragment() == null,
                "a resource is an absolute URI without a fragment: " + resource));
  }

  /**
   * Parses the URIs. A malformed one becomes a relative URI, which {@link #problems(List)} reports.
   */
  public static List<URI> resources(String... texts) {
    return Arrays.stream(texts).map(ClientChecks::resource).toList();
  }

  private static URI resource(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      return relative(text);
    }
  }

  private static URI relative(String text) {
    try {
      return new URI(null, null, "/" + text, null);
    } catch (URISyntaxException e) {
      return URI.create("");
    }
  }
}
