package dev.tms.demo.nativeclient;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** A response with its request; {@code sent} are the field names of a posted form. */
record Answer(
    String method,
    URI uri,
    Set<String> sent,
    int status,
    HttpHeaders headers,
    String body,
    Duration took) {
  // a few seconds only: a login page that reloads after half an hour is no redirect
  private static final Pattern REFRESH =
      Pattern.compile(
          "\\s*[0-5]\\s*[;,]\\s*url\\s*=\\s*['\"]?([^'\"\\s]+)['\"]?\\s*",
          Pattern.CASE_INSENSITIVE);
  private static final JsonMapper json = JsonMapper.builder().build();

  /** For a failure with a {@link #hint}. */
  static final String ADVICE = "--url must be the URL at which no redirect answers";

  private static final Set<Integer> REDIRECTS_TO_GET = Set.of(301, 302, 303);
  private static final Set<Integer> REDIRECTS_OF_GET = Set.of(307, 308);

  /** Empty for other responses. */
  Optional<URI> redirect() throws ClientFailure {
    Optional<String> location = headers.firstValue("Location");
    boolean isRedirect =
        REDIRECTS_TO_GET.contains(status)
            || (method.equals("GET") && REDIRECTS_OF_GET.contains(status));
    if (!isRedirect || location.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(uri.resolve(location.get()));
    } catch (IllegalArgumentException e) {
      throw new ClientFailure(this + " redirects to what is no URL");
    }
  }

  /** The target of {@code <meta http-equiv=refresh>}; empty without one. */
  Optional<URI> refresh() {
    for (Element refresh : Jsoup.parse(body).select("meta[http-equiv=refresh]")) {
      Matcher target = REFRESH.matcher(refresh.attr("content"));
      if (target.matches()) {
        try {
          return Optional.of(uri.resolve(target.group(1)));
        } catch (IllegalArgumentException e) {
          return Optional.empty(); // no URL: browsers stay, too
        }
      }
    }
    return Optional.empty();
  }

  /** Whether scripts might add what the page lacks. */
  boolean needsJavaScript() {
    Document page = Jsoup.parse(body);
    return !page.select("script").isEmpty()
        || page.text().toLowerCase(Locale.ROOT).contains("javascript");
  }

  /**
   * Whether the request was an authorization response by query or form, with code and state (RFC
   * 6749 4.1.2) or error and state (4.1.2.1).
   */
  boolean isOfCallback() {
    return has("state") && (has("code") || has("error"));
  }

  /** Whether the response redirects a form or call with its method. */
  boolean wantsItAgain() {
    return REDIRECTS_OF_GET.contains(status) && !method.equals("GET");
  }

  /** Where an unexpected redirect leads; empty for other responses. */
  String hint() {
    Optional<String> location = headers.firstValue("Location");
    if (status / 100 != 3 || location.isEmpty()) {
      return "";
    }
    String to;
    try {
      to = place(uri.resolve(location.get()));
    } catch (IllegalArgumentException e) {
      to = "what is no URL";
    }
    return "; it redirects to "
        + to
        + ". Does something in front lead to another scheme, host or path?";
  }

  JsonNode json() throws ClientFailure {
    try {
      return json.readTree(body);
    } catch (JsonProcessingException e) {
      throw new ClientFailure(this + " and no JSON: is there a TMS at this address?");
    }
  }

  /**
   * The reason for a refusal: {@code code} and {@code title} of a problem document (RFC 9457), code
   * and text of one of the service's pages, or the title of another page.
   */
  String problem() {
    Document page = Jsoup.parse(body);
    String code = page.select("main code").text();
    if (!code.isEmpty()) {
      return code + ": " + page.select("h1").text() + ". " + page.select("h1 + p").text();
    }
    if (!page.title().isEmpty()) {
      return page.title();
    }
    try {
      JsonNode problem = json.readTree(body);
      String title = problem.path("title").asText("");
      return problem.path("code").asText("-") + (title.isEmpty() ? "" : ": " + title);
    } catch (JsonProcessingException e) {
      return "-";
    }
  }

  /** Omits query and body, which hold secrets. */
  @Override
  public String toString() {
    return method + " " + place(uri) + " answered " + status;
  }

  static String place(URI uri) {
    return uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
  }

  private boolean has(String parameter) {
    String query = uri.getRawQuery();
    return sent.contains(parameter)
        || (query != null && ("&" + query).contains("&" + parameter + "="));
  }
}
