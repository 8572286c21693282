package dev.tms.registration.doctor;

import dev.tms.http.NetworkSettings;
import dev.tms.registration.doctor.NotSeen.Failure;
import dev.tms.registration.doctor.NotSeen.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Performs a TLS handshake with a server, through the configured proxy. If the chain is not
 * trusted, a second handshake records it and aborts. No application data is sent. Thread-safe;
 * blocks.
 */
record TlsProbe(SSLContext trust, NetworkSettings settings, InstantSource clock, Duration timeout) {
  private static final int MAX_HEAD = 16 * 1024;

  TlsProbe {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be positive, got " + timeout);
    }
  }

  TlsOutcome look(URI uri) {
    if (!"https".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
      return new NotSeen(
          Kind.BAD_ADDRESS, "an https address with a host is needed: " + Locations.place(uri));
    }
    Look look = new Look(uri);
    // name resolution has no timeout, hence another thread
    FutureTask<TlsOutcome> task = new FutureTask<>(look::run);
    Thread thread = new Thread(task, "tms-tls-probe");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      look.abandon();
      return look.timedOut();
    } catch (InterruptedException e) {
      look.abandon();
      Thread.currentThread().interrupt();
      return new NotSeen(Kind.DROPPED, "interrupted while waiting for " + Locations.place(uri));
    } catch (ExecutionException e) {
      return new Failure(uri, timeout).ofHandshake(e.getCause() == null ? e : e.getCause());
    }
  }

  private final class Look {
    private final URI uri;
    private final String host;
    private final Failure failure;
    private volatile @Nullable Socket open;
    private volatile boolean connected;
    private volatile boolean abandoned;

    Look(URI uri) {
      this.uri = uri;
      String name = uri.getHost();
      this.host = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
      this.failure = new Failure(uri, timeout);
    }

    TlsOutcome run() {
      try (SSLSocket socket = connect(trust)) {
        SSLSession session = handshake(socket, true);
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate certificate : session.getPeerCertificates()) {
          chain.add((X509Certificate) certificate);
        }
        return new TlsSeen(session.getProtocol(), chain, List.of());
      } catch (IOException e) {
        // the socket's own timeout may come first
        if (abandoned || e instanceof SocketTimeoutException) {
          return timedOut();
        }
        return connected ? notTrusted(e) : failure.of(e);
      }
    }

    private TlsOutcome notTrusted(IOException problem) {
      if (!ChainFaults.isAboutCertificates(problem)) {
        return failure.ofHandshake(problem);
      }
      Recorder recorder = new Recorder();
      try (SSLSocket socket = connect(recorder.context())) {
        recorder.socket = socket;
        handshake(socket, false);
      } catch (IOException e) {
        // the recorder aborts every handshake
      }
      List<X509Certificate> chain = recorder.chain;
      if (chain.isEmpty()) {
        return abandoned ? timedOut() : failure.ofHandshake(problem);
      }
      return new TlsSeen(
          recorder.protocol, chain, ChainFaults.of(chain, host, clock.instant(), problem));
    }

    private SSLSocket connect(SSLContext context) throws IOException {
      Socket socket = new Socket();
      open = socket;
      if (abandoned) {
        socket.close();
      }
      int millis = (int) Math.min(timeout.toMillis() + 1, Integer.MAX_VALUE);
      try {
        InetSocketAddress proxy = settings.proxyFor(uri).orElse(null);
        socket.connect(
            proxy == null
                ? new InetSocketAddress(host, Locations.port(uri))
                : new InetSocketAddress(proxy.getHostString(), proxy.getPort()),
            millis);
        socket.setSoTimeout(millis);
        if (proxy != null) {
          tunnel(socket);
        }
        connected = true;
        return (SSLSocket)
            context.getSocketFactory().createSocket(socket, host, Locations.port(uri), true);
      } catch (IOException | RuntimeException e) {
        socket.close();
        throw e;
      }
    }

    /** RFC 9110 section 9.3.6: any 2xx (Successful) response indicates that a tunnel is there. */
    private void tunnel(Socket socket) throws IOException {
      String target = uri.getHost() + ":" + Locations.port(uri);
      String authorization =
          settings
              .proxyAuthorization()
              .map(secret -> "Proxy-Authorization: " + secret.reveal() + "\r\n")
              .orElse("");
      String request =
          "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n" + authorization + "\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = socket.getInputStream().read(); // one byte at a time: TLS follows
        if (next < 0 || head.length() > MAX_HEAD) {
          throw new ConnectException("the proxy made no tunnel");
        }
        head.append((char) next);
      }
      if (!head.toString().matches("(?s)HTTP/1\\.[01] 2[0-9][0-9].*")) {
        throw new ConnectException("the proxy made no tunnel");
      }
    }

    private SSLSession handshake(SSLSocket socket, boolean checkHost) throws IOException {
      SSLParameters parameters = socket.getSSLParameters();
      if (checkHost) {
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
      }
      if (!ChainFaults.isAddress(host)) {
        try {
          parameters.setServerNames(List.of(new SNIHostName(host)));
        } catch (IllegalArgumentException e) {
          // names that cannot be sent are omitted
        }
      }
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      SSLSession session = socket.getSession();
      session.invalidate(); // no resumption next time
      return session;
    }

    NotSeen timedOut() {
      return connected
          ? new NotSeen(
              Kind.ANSWER_TIMED_OUT,
              "%s took the connection, and no TLS handshake came of it in %s ms"
                  .formatted(Locations.hostAndPort(uri), timeout.toMillis()))
          : failure.connectTimedOut();
    }

    void abandon() {
      abandoned = true;
      Socket socket = open;
      if (socket != null) {
        try {
          socket.close();
        } catch (IOException e) {
          // closed already
        }
      }
    }
  }

  /** Trusts no certificate and records the chain. For one handshake. */
  private static final class Recorder implements X509TrustManager {
    private volatile @Nullable SSLSocket socket;
    private volatile String protocol = "";
    private volatile List<X509Certificate> chain = List.of();

    SSLContext context() {
      try {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {this}, null);
        return context;
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every JDK has TLS", e);
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] sent, String type)
        throws CertificateException {
      SSLSocket from = socket;
      protocol = from == null ? "" : from.getHandshakeSession().getProtocol();
      chain = List.of(sent);
      throw new CertificateException("only looking");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] sent, String type)
        throws CertificateException {
      throw new CertificateException("no server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  sealed interface TlsOutcome permits TlsSeen, NotSeen {}

  /** The server's side of a TLS handshake. */
  record TlsSeen(String protocol, List<X509Certificate> chain, List<Distrust> distrust)
      implements TlsOutcome {
    public TlsSeen {
      chain = List.copyOf(chain);
      distrust = List.copyOf(distrust);
    }

    /** The certificate's subject (RFC 2253), safe to print. */
    static String subject(X509Certificate certificate) {
      return ChainFaults.name(certificate.getSubjectX500Principal());
    }

    boolean isTrusted() {
      return distrust.isEmpty();
    }

    record Distrust(NotSeen.Kind kind, String detail) {}
  }
}
