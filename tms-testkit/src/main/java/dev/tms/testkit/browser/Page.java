package dev.tms.testkit.browser;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URI;
import java.text.ParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An answer as a browser sees it.
 *
 * @param method of the request
 * @param uri that was asked for
 * @param status of the answer
 * @param headers names in lower case
 * @param body as text
 */
public record Page(
    String method, URI uri, int status, Map<String, List<String>> headers, String body) {

  /** The first value of a header. */
  public Optional<String> header(String name) {
    return headers(name).stream().findFirst();
  }

  /** All values of a header. */
  public List<String> headers(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }

  /** Where a redirect leads; empty where it is none. */
  public Optional<URI> location() {
    return status / 100 == 3 ? header("location").map(uri::resolve) : Optional.empty();
  }

  /** The forms on the page. */
  public List<HtmlForm> forms() {
    return HtmlForm.parse(uri, body);
  }

  /** The first form with a password. */
  public Optional<HtmlForm> loginForm() {
    return forms().stream().filter(HtmlForm::hasPassword).findFirst();
  }

  /** The form that the page sends by itself. */
  public Optional<HtmlForm> autoSubmitForm() {
    return body.contains("forms[0].submit()") ? forms().stream().findFirst() : Optional.empty();
  }

  /**
   * The body as a JSON object.
   *
   * @throws IllegalStateException if it is none
   */
  public Map<String, Object> json() {
    try {
      return JSONObjectUtils.parse(body);
    } catch (ParseException e) {
      throw new IllegalStateException("no JSON object in the answer of " + this, e);
    }
  }

  /** Leaves out query, headers and body. */
  @Override
  public String toString() {
    return method
        + " "
        + uri.getScheme()
        + "://"
        + uri.getAuthority()
        + uri.getPath()
        + " "
        + status;
  }
}
