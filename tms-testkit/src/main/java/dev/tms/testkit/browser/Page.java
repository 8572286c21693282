package dev.tms.testkit.browser;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URI;
import java.text.ParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A response as a browser sees it.
 *
 * @param method of the request
 * @param uri of the request
 * @param status of the response
 * @param headers names in lower case
 * @param body as text
 */
public record Page(
    String method, URI uri, int status, Map<String, List<String>> headers, String body) {

  /** Returns the first value of a header. */
  public Optional<String> header(String name) {
    return headers(name).stream().findFirst();
  }

  /** Returns all values of a header. */
  public List<String> headers(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }

  /** Returns the target of a redirect; empty for other responses. */
  public Optional<URI> location() {
    return status / 100 == 3 ? header("location").map(uri::resolve) : Optional.empty();
  }

  /** Returns the forms on the page. */
  public List<HtmlForm> forms() {
    return HtmlForm.parse(uri, body);
  }

  /** Returns the first form with a password field. */
  public Optional<HtmlForm> loginForm() {
    return forms().stream().filter(HtmlForm::hasPassword).findFirst();
  }

  /** Returns the form that the page submits by script. */
  public Optional<HtmlForm> autoSubmitForm() {
    return body.contains("forms[0].submit()") ? forms().stream().findFirst() : Optional.empty();
  }

  /**
   * Returns the body as a JSON object.
   *
   * @throws IllegalStateException if it is not one
   */
  public Map<String, Object> json() {
    try {
      return JSONObjectUtils.parse(body);
    } catch (ParseException e) {
      throw new IllegalStateException("no JSON object in the answer of " + this, e);
    }
  }

  /** Omits query, headers and body. */
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
