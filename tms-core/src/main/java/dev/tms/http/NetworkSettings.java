package dev.tms.http;

import dev.tms.problem.Checked;
import dev.tms.token.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Trusted certificates and the proxy for calls to other servers. Immutable and thread-safe. */
public final class NetworkSettings implements Checked<NetworkSettings> {
  /** The trusted certificates and proxy settings (system properties) of the JDK. */
  public static final NetworkSettings DEFAULT =
      new NetworkSettings(List.of(), null, null, List.of());

  private static final String REFUSES_BASIC = "jdk.http.auth.tunneling.disabledSchemes";

  private final List<X509Certificate> trusted;
  private final @Nullable InetSocketAddress proxy;
  private final @Nullable Secret authorization;
  private final List<String> problems;

  private NetworkSettings(
      List<X509Certificate> trusted,
      @Nullable InetSocketAddress proxy,
      @Nullable Secret authorization,
      List<String> problems) {
    this.problems = problems;
    this.trusted = trusted;
    this.proxy = proxy;
    this.authorization = authorization;
  }

  /**
   * Returns a copy that also trusts the certificates in this file: PEM, or one in DER. They may be
   * those of authorities or of servers; host names are still verified. A file that is unreadable or
   * contains anything else is one of the {@link #problems}, with file and line.
   */
  public NetworkSettings withTrustedCertificates(Path file) {
    return with(
        () -> {
          List<X509Certificate> all = new ArrayList<>(trusted);
          all.addAll(PemCertificates.read(file));
          return new NetworkSettings(List.copyOf(all), proxy, authorization, problems);
        });
  }

  private NetworkSettings with(Supplier<NetworkSettings> change) {
    try {
      return change.get();
    } catch (IllegalArgumentException e) {
      List<String> more = new ArrayList<>(problems);
      more.add(String.valueOf(e.getMessage()));
      return new NetworkSettings(trusted, proxy, authorization, List.copyOf(more));
    }
  }

  @Override
  public List<String> problems() {
    return problems;
  }

  /**
   * Returns a copy with this proxy, which overrides the JDK's settings. Loopback hosts are reached
   * directly.
   *
   * @param url {@code http://} with host and port; the proxy tunnels TLS (RFC 9110 section 9.3.6)
   */
  public NetworkSettings withProxy(String url) {
    return with(() -> new NetworkSettings(trusted, proxyAt(url), authorization, problems));
  }

  private static InetSocketAddress proxyAt(String url) {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("must be a URL such as http://proxy.example:3128", e);
    }
    String path = uri.getRawPath();
    if (!"http".equalsIgnoreCase(uri.getScheme())
        || uri.getHost() == null
        || uri.getPort() < 1
        || uri.getPort() > 65535
        || uri.getRawUserInfo() != null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null
        || !(path == null || path.isEmpty() || path.equals("/"))) {
      throw new IllegalArgumentException(
          "must be http:// with host and port alone, such as http://proxy.example:3128; TLS goes"
              + " through a tunnel of the proxy, user and password are settings of their own");
    }
    return InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort());
  }

  /**
   * Returns a copy with credentials for the proxy (RFC 7617), sent in clear text. The {@link
   * #problems} report a missing proxy, an empty user, a colon in the user, control characters, and
   * a JVM that withholds credentials from tunneling proxies. That is Java's default: set the system
   * property {@code jdk.http.auth.tunneling.disabledSchemes} to an empty text when starting Java.
   */
  public NetworkSettings withProxyCredentials(String user, Secret password) {
    return with(() -> new NetworkSettings(trusted, proxy, authorization(user, password), problems));
  }

  private Secret authorization(String user, Secret password) {
    if (proxy == null && problems.isEmpty()) {
      throw new IllegalArgumentException("there is no proxy: set one, too");
    }
    if (!user.matches("[^:\\p{Cntrl}]+")
        || !password.requireUsable().reveal().matches("\\P{Cntrl}*")) {
      throw new IllegalArgumentException(
          "the user of a proxy is not empty and has no colon, and neither user nor password has"
              + " control characters");
    }
    String refused = System.getProperty(REFUSES_BASIC);
    if (refused == null
        || Arrays.asList(refused.toLowerCase(Locale.ROOT).split("[\\s,]+")).contains("basic")) {
      throw new IllegalArgumentException(
          "Java sends no user and password to a proxy for https unless it is started with -D"
              + REFUSES_BASIC
              + "=");
    }
    byte[] pair = (user + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
    return Secret.of("Basic " + Base64.getEncoder().encodeToString(pair));
  }

  /**
   * Returns a new client with these settings, over HTTP/1.1 and without redirects.
   *
   * @throws IllegalArgumentException if there are {@link #problems}
   */
  public HttpClient client(Duration connectTimeout) {
    Checked.require(problems.isEmpty(), String.join("; ", problems));
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(connectTimeout);
    if (!trusted.isEmpty()) {
      builder.sslContext(sslContext());
    }
    InetSocketAddress through = proxy;
    if (through != null) {
      builder.proxy(new AllButLoopback(new Proxy(Proxy.Type.HTTP, through)));
    }
    HttpClient client = builder.build();
    Secret sent = authorization;
    // the JDK sends this header with CONNECT only; an Authenticator would make it drop a request's
    // own Authorization
    return sent == null
        ? client
        : new ForwardingClient(
            client,
            request ->
                proxyFor(request.uri()).isEmpty()
                    ? request
                    : HttpRequest.newBuilder(request, (name, value) -> true)
                        .setHeader("Proxy-Authorization", sent.reveal())
                        .build());
  }

  /** The proxy for this URI; empty if there is none or the JDK's settings apply. */
  public Optional<InetSocketAddress> proxyFor(URI uri) {
    String host = uri.getHost();
    return host == null || PublicUrl.isLoopbackHost(host)
        ? Optional.empty()
        : Optional.ofNullable(proxy);
  }

  /** The value of {@code Proxy-Authorization}; empty if there are no credentials. */
  public Optional<Secret> proxyAuthorization() {
    return Optional.ofNullable(authorization);
  }

  /** Trusts the certificates of the JDK and of these settings. */
  public SSLContext sslContext() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trustIn(trustStore()), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  /**
   * Returns the trusted certificates: those of the JDK and the added ones.
   *
   * @throws GeneralSecurityException if the JDK's cannot be read
   */
  public KeyStore trustStore() throws GeneralSecurityException {
    KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
    try {
      all.load(null, null);
    } catch (IOException e) {
      throw new IllegalStateException("nothing is read", e);
    }
    for (X509Certificate certificate : jdkCertificates()) {
      all.setCertificateEntry("jdk-" + all.size(), certificate);
    }
    for (X509Certificate certificate : trusted) {
      all.setCertificateEntry("own-" + all.size(), certificate);
    }
    return all;
  }

  private static List<X509Certificate> jdkCertificates() throws GeneralSecurityException {
    for (TrustManager manager : trustIn(null)) {
      if (manager instanceof X509TrustManager jdk) {
        return List.of(jdk.getAcceptedIssuers());
      }
    }
    return List.of();
  }

  private static TrustManager[] trustIn(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  /** Prints the number of certificates, and the proxy. */
  @Override
  public String toString() {
    return "NetworkSettings[" + trusted.size() + " certificates, proxy " + proxy + "]";
  }

  private static final class AllButLoopback extends ProxySelector {
    private final Proxy proxy;

    AllButLoopback(Proxy proxy) {
      this.proxy = proxy;
    }

    @Override
    public List<Proxy> select(URI uri) {
      String host = uri.getHost();
      return List.of(host != null && PublicUrl.isLoopbackHost(host) ? Proxy.NO_PROXY : proxy);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException e) {
      // reported to the caller
    }
  }

  /** Reads certificates from a file: PEM (RFC 7468), with text around it, or one in DER. */
  private static final class PemCertificates {
    private static final int MAX_BYTES = 1024 * 1024;
    private static final int DER_SEQUENCE = 0x30;
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String LABEL = "CERTIFICATE-----";

    private final Path file;
    private final List<X509Certificate> found = new ArrayList<>();
    private @Nullable StringBuilder block;
    private int begin;

    private PemCertificates(Path file) {
      this.file = file;
    }

    static List<X509Certificate> read(Path file) {
      byte[] bytes = bytes(file);
      PemCertificates reader = new PemCertificates(file);
      if (bytes.length > 0 && bytes[0] == DER_SEQUENCE) {
        reader.add(bytes, 1);
      } else {
        reader.readLines(new String(bytes, StandardCharsets.ISO_8859_1));
      }
      return List.copyOf(reader.found);
    }

    private static byte[] bytes(Path file) {
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
          throw new IllegalArgumentException("too large for a file of certificates: " + file);
        }
        return bytes;
      } catch (NoSuchFileException e) {
        throw new IllegalArgumentException("there is no file " + file, e);
      } catch (IOException e) {
        throw new IllegalArgumentException(
            "cannot read " + file + " (" + e.getClass().getSimpleName() + ")", e);
      }
    }

    private void readLines(String text) {
      String[] lines = text.split("\\r\\n|\\r|\\n", -1);
      for (int i = 0; i < lines.length; i++) {
        readLine(lines[i].strip(), i + 1);
      }
      if (block != null) {
        throw wrong(begin, "a certificate begins and does not end");
      }
      if (found.isEmpty()) {
        throw new IllegalArgumentException(
            "no certificate in " + file + ": it must have lines " + BEGIN + LABEL);
      }
    }

    private void readLine(String line, int number) {
      if (line.startsWith(BEGIN)) {
        if (block != null) {
          throw wrong(begin, "a certificate begins and does not end");
        }
        if (!line.endsWith(LABEL)) {
          throw wrong(number, "not a certificate; nothing else belongs into this file, keys least");
        }
        block = new StringBuilder();
        begin = number;
      } else if (line.startsWith(END)) {
        StringBuilder whole = block;
        if (whole == null) {
          throw wrong(number, "an end without a beginning");
        }
        block = null;
        add(decoded(whole), begin);
      } else if (block != null) {
        if (!line.matches("[A-Za-z0-9+/=]*")) {
          throw wrong(number, "not base64");
        }
        block.append(line);
      }
    }

    private byte[] decoded(StringBuilder base64) {
      try {
        return Base64.getDecoder().decode(base64.toString());
      } catch (IllegalArgumentException e) {
        throw wrong(begin, "the certificate that begins here is not whole base64");
      }
    }

    private void add(byte[] der, int line) {
      try {
        found.add(
            (X509Certificate)
                CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der)));
      } catch (CertificateException e) {
        throw wrong(line, "what begins here is not an X.509 certificate");
      }
    }

    private IllegalArgumentException wrong(int line, String what) {
      return new IllegalArgumentException(file + ", line " + line + ": " + what);
    }
  }
}
