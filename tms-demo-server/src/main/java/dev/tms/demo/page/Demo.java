package dev.tms.demo.page;

import dev.tms.Tms;
import dev.tms.TmsBuilder;
import dev.tms.oauth.ClientSecret;
import dev.tms.oauth.Provider;
import dev.tms.policy.SessionHome;
import dev.tms.policy.SessionPolicy;
import dev.tms.seal.Keys;
import dev.tms.tenant.TenantDirectory;
import dev.tms.testkit.TestClient;
import dev.tms.testkit.TestProvider;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;

/**
 * A self-contained demonstration: an in-process provider, ephemeral keys, every customer domain,
 * and a page as the front end. Thread-safe.
 */
public final class Demo implements AutoCloseable {
  /** Short, to show a refresh. */
  static final Duration TOKEN_LIFETIME = Duration.ofMinutes(2);

  /** In a store, so that the page can list the sessions. */
  static final SessionPolicy SESSIONS = SessionPolicy.DEFAULT.withHome(SessionHome.STORE);

  private static final String CLIENT = "tms-demo";

  private final int port;
  private final TestProvider provider;
  private final String secret;
  private final SecureRandom random;

  private Demo(int port, SecureRandom random) {
    this.port = port;
    this.random = random;
    this.secret = new BigInteger(256, random).toString(36);
    this.provider =
        TestProvider.builder()
            .accessTokenLifetime(TOKEN_LIFETIME)
            .client(
                TestClient.confidential(CLIENT, secret)
                    .redirectUri(publicUrl() + "/callback")
                    .postLogoutRedirectUri(publicUrl() + "/Auth/LoggedOut")
                    .build())
            .start();
  }

  public static Demo start(int port, SecureRandom random) {
    return new Demo(port, random);
  }

  public String publicUrl() {
    return "http://localhost:" + port;
  }

  public TestProvider provider() {
    return provider;
  }

  public TmsBuilder service() {
    return Tms.builder()
        .publicUrl(publicUrl())
        .provider(Provider.discover(provider.issuer()))
        .client(CLIENT, ClientSecret.of(secret))
        .scopes("openid", "profile", "email", "offline_access")
        .keys(Keys.inMemory())
        .sessions(SESSIONS)
        .tenants(TenantDirectory.single("*.cloud.test"));
  }

  /** Serves the page before the service, and records the service's exchanges. */
  public HttpHandler inFrontOf(HttpHandler service) {
    Journal journal = new Journal();
    HttpHandler recorded = journal.recording(service, () -> provider.requests().size());
    HttpHandler page = new PageHandler(provider, journal, random);
    return new OwnHostOnly(
        "localhost:" + port,
        exchange -> {
          boolean isPage =
              exchange.getRequestPath().equals("/")
                  || exchange.getRequestPath().startsWith(PageHandler.PREFIX);
          (isPage ? page : recorded).handleRequest(exchange);
        });
  }

  @Override
  public void close() {
    provider.close();
  }

  /** Accepts one host name only, against DNS rebinding. */
  private static final class OwnHostOnly implements HttpHandler {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]");

    private final String host;
    private final HttpHandler next;

    OwnHostOnly(String host, HttpHandler next) {
      this.host = host;
      this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
      String asked = exchange.getRequestHeaders().getFirst(Headers.HOST);
      if (host.equalsIgnoreCase(asked)) {
        next.handleRequest(exchange);
        return;
      }
      String port = host.substring(host.indexOf(':'));
      boolean isOtherName =
          asked != null && asked.endsWith(port) && LOOPBACK.contains(asked.replace(port, ""));
      if (isOtherName && exchange.getRequestMethod().equals(Methods.GET)) {
        // cookies are bound to the host name, so a login from another one would fail
        exchange.setStatusCode(StatusCodes.TEMPORARY_REDIRECT);
        exchange.getResponseHeaders().put(Headers.LOCATION, "http://" + host + "/");
        exchange.endExchange();
      } else {
        exchange.setStatusCode(421).setReasonPhrase("Misdirected Request"); // RFC 9110 15.5.20
        // an empty response waits for the rest of the request
        exchange.getResponseSender().send("The demonstration is at http://" + host + "/\n");
      }
    }
  }
}
