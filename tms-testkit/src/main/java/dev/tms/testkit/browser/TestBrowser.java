package dev.tms.testkit.browser;

import dev.tms.testkit.http.Forms;
import dev.tms.testkit.secrets.IssuedSecrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A minimal browser for logins, with cookies, single redirects and forms. It follows nothing unless
 * asked to.
 *
 * <p>Submitted forms carry {@code Origin} and {@code Sec-Fetch-Site}, and to another site only
 * cookies with {@code SameSite=None}. {@link #get} and {@link #post} act like a typed address: all
 * cookies, no such headers. All three accept {@code text/html} unless the headers differ; {@link
 * #send} adds no headers but the cookies, as for a script. Thread-safe; requests can share a jar in
 * parallel.
 */
public final class TestBrowser {
  private static final int MAX_STEPS = 30;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  // the secrets in JSON responses of a token management service
  private static final Pattern SECRET =
      Pattern.compile("\"(?:requestVerificationToken|accessToken)\":\"([^\"]+)\"");

  private final HttpClient client;
  private final CookieJar cookies;

  /** Creates a browser with an empty jar. */
  public TestBrowser() {
    this(new CookieJar(), null);
  }

  /** Creates a browser with this jar and the trust of this context; null for the JVM's default. */
  public TestBrowser(CookieJar cookies, @Nullable SSLContext trust) {
    this.cookies = cookies;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(TIMEOUT);
    this.client = (trust == null ? builder : builder.sslContext(trust)).build();
  }

  /**
   * Creates a browser that accepts every certificate, for loopback servers with a self-signed one.
   */
  public static TestBrowser acceptingAnyCertificate() {
    return new TestBrowser(new CookieJar(), AnyCertificate.context());
  }

  /** Returns the jar. */
  public CookieJar cookies() {
    return cookies;
  }

  /** Sends a GET request. */
  public Page get(String uri) {
    return get(URI.create(uri));
  }

  /** Sends a GET request. */
  public Page get(URI uri) {
    return get(uri, Map.of());
  }

  /** Sends a GET request with additional headers. */
  public Page get(URI uri, Map<String, String> headers) {
    return send("GET", uri, navigation(headers), null);
  }

  /** Posts a form. */
  public Page post(String uri, Map<String, String> form) {
    return post(URI.create(uri), form, Map.of());
  }

  /** Posts a form. */
  public Page post(URI uri, Map<String, String> form) {
    return post(uri, form, Map.of());
  }

  /** Posts a form with additional headers. */
  public Page post(URI uri, Map<String, String> form, Map<String, String> headers) {
    Map<String, String> all = navigation(headers);
    all.put("Content-Type", "application/x-www-form-urlencoded");
    return send("POST", uri, all, Forms.encode(form));
  }

  /** Sends any request with all matching cookies; a null body means none. */
  public Page send(String method, URI uri, Map<String, String> headers, @Nullable String body) {
    return exchange(method, uri, headers, body, cookies.matching(uri));
  }

  private static Map<String, String> navigation(Map<String, String> headers) {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.put("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    all.putAll(headers);
    return all;
  }

  /** Submits a form of the page. */
  public Page submit(Page page, HtmlForm form) {
    boolean sameSite = site(page.uri()).equals(site(form.action()));
    boolean sameOrigin = origin(page.uri()).equals(origin(form.action()));
    Map<String, String> headers = navigation(Map.of());
    headers.put("Sec-Fetch-Mode", "navigate");
    headers.put(
        "Sec-Fetch-Site", sameOrigin ? "same-origin" : sameSite ? "same-site" : "cross-site");
    if (form.method().equals("GET")) {
      URI target = URI.create(form.action() + "?" + Forms.encode(form.fields()));
      return send("GET", target, headers, null);
    }
    headers.put("Origin", origin(page.uri()));
    headers.put("Content-Type", "application/x-www-form-urlencoded");
    List<JarCookie> sent = cookies.matching(form.action());
    if (!sameSite) {
      sent = sent.stream().filter(c -> c.sameSite().equalsIgnoreCase("none")).toList();
    }
    return exchange("POST", form.action(), headers, Forms.encode(form.fields()), sent);
  }

  /**
   * Follows one redirect, or submits a form that submits itself.
   *
   * @return empty if the page does neither
   */
  public Optional<Page> step(Page page) {
    Optional<URI> location = page.location();
    if (location.isPresent()) {
      return Optional.of(get(location.get()));
    }
    return page.autoSubmitForm().map(form -> submit(page, form));
  }

  /**
   * Follows redirects and self-submitting forms to the final page.
   *
   * @throws IllegalStateException after 30 steps
   */
  public Page follow(Page page) {
    List<Page> trail = new ArrayList<>();
    Page current = page;
    for (Optional<Page> next = step(current); next.isPresent(); next = step(current)) {
      trail.add(current);
      current = next.get();
      if (trail.size() > MAX_STEPS) {
        throw new IllegalStateException("redirected in circles: " + trail);
      }
    }
    return current;
  }

  /**
   * Follows until a redirect leads to an address with this prefix, which is not requested.
   *
   * @return the redirect
   * @throws IllegalStateException if a page without a further step comes first
   */
  public Page followUntil(Page page, String prefix) {
    List<Page> trail = new ArrayList<>();
    Page current = page;
    while (current.location().filter(l -> l.toString().startsWith(prefix)).isEmpty()) {
      trail.add(current);
      Optional<Page> next = step(current);
      if (next.isEmpty() || trail.size() > MAX_STEPS) {
        throw new IllegalStateException("did not come to " + prefix + ", went " + trail);
      }
      current = next.get();
    }
    return current;
  }

  /** Sends a GET request, then calls {@link #follow}. */
  public Page open(String uri) {
    return follow(get(uri));
  }

  /**
   * Fills in and submits the first form with a password field, including hidden fields.
   *
   * @throws IllegalStateException if there is none
   */
  public Page submitLogin(Page page, String username, String password) {
    HtmlForm form =
        page.loginForm().orElseThrow(() -> new IllegalStateException("no login form at " + page));
    return submit(page, form.with("username", username).with("password", password));
  }

  /**
   * Completes a login: opens the address, fills in the provider's form if it appears, and follows
   * until a redirect leads to the prefix.
   *
   * @return the redirect
   */
  public Page login(String uri, String username, String password, String prefix) {
    Page page = get(uri);
    for (int steps = 0; steps < MAX_STEPS; steps++) {
      if (page.location().filter(l -> l.toString().startsWith(prefix)).isPresent()) {
        return page;
      }
      Optional<Page> next = step(page);
      if (next.isEmpty()) {
        return followUntil(submitLogin(page, username, password), prefix);
      }
      page = next.get();
    }
    throw new IllegalStateException("redirected in circles at " + page);
  }

  private Page exchange(
      String method,
      URI uri,
      Map<String, String> headers,
      @Nullable String body,
      List<JarCookie> sent) {
    HttpRequest.BodyPublisher publisher =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).timeout(TIMEOUT).method(method, publisher);
    headers.forEach(request::setHeader);
    if (!sent.isEmpty()) {
      request.setHeader("Cookie", CookieJar.join(sent));
    }
    try {
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      cookies.store(uri, answer.headers().allValues("set-cookie"));
      Page page = new Page(method, uri, answer.statusCode(), answer.headers().map(), answer.body());
      note(page.body());
      return page;
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + uri.getPath() + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void note(String body) {
    Matcher secret = SECRET.matcher(body);
    while (secret.find()) {
      IssuedSecrets.add(secret.group(1));
    }
  }

  private static String origin(URI uri) {
    return uri.getScheme() + "://" + uri.getAuthority();
  }

  /** Scheme and host, without knowledge of registrable domains. */
  private static String site(URI uri) {
    return Stream.of(uri.getScheme(), uri.getHost())
        .map(part -> part.toLowerCase(Locale.ROOT))
        .reduce("", (a, b) -> a + "/" + b);
  }

  /** Trusts every certificate for every host; the extended type replaces the JDK's host check. */
  private static final class AnyCertificate extends X509ExtendedTrustManager {
    private AnyCertificate() {}

    static SSLContext context() {
      try {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new AnyCertificate()}, null);
        return context;
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every JDK has TLS", e);
      }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
