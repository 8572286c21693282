package dev.tms.outbound;

import dev.tms.outbound.SendFailure.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One exchange on a connection of its own, to an address that was checked to be public. The address
 * that was checked is the one connected to, so that a name that resolves differently a moment later
 * (DNS rebinding) reaches nothing. A host with any address that is not public is refused whole.
 */
final class PinnedExchange {
  private final Resolver resolver;
  private final Predicate<InetAddress> allowed;
  private final SSLContext tls;
  private final Duration connectTimeout;
  // a resolver takes no timeout, so the waiting is done on another thread
  private final ExecutorService threads =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          10,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          work -> {
            Thread thread = new Thread(work, "tms-pinned-call");
            thread.setDaemon(true);
            return thread;
          });

  PinnedExchange(
      Resolver resolver, Predicate<InetAddress> allowed, SSLContext tls, Duration connectTimeout) {
    this.resolver = resolver;
    this.allowed = allowed;
    this.tls = tls;
    this.connectTimeout = connectTimeout;
  }

  SendOutcome send(Call call) {
    Attempt attempt = new Attempt(call);
    Future<SendOutcome> running = threads.submit(attempt::run);
    try {
      return running.get(call.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return attempt.abandon("no whole answer in time from " + call);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return attempt.abandon("interrupted while waiting for " + call);
    } catch (ExecutionException e) {
      return new SendFailure(
          attempt.sent ? Kind.DROPPED : Kind.NOT_CONNECTED, "failed unexpectedly in " + call);
    }
  }

  /** One try, which another thread may abandon. */
  private final class Attempt {
    private final Call call;
    private volatile boolean sent;
    private volatile boolean abandoned;
    // the plain one: closing it breaks off a TLS exchange that does not move, too
    private volatile @Nullable Socket socket;

    Attempt(Call call) {
      this.call = call;
    }

    SendFailure abandon(String detail) {
      abandoned = true;
      close(socket);
      return new SendFailure(sent ? Kind.TIMED_OUT : Kind.NOT_CONNECTED, detail);
    }

    SendOutcome run() {
      String host = host(call);
      String scheme = String.valueOf(call.uri().getScheme()).toLowerCase(Locale.ROOT);
      if (host.isEmpty() || !(scheme.equals("https") || scheme.equals("http"))) {
        return new SendFailure(Kind.NOT_CONNECTED, "not an address that can be called: " + call);
      }
      try {
        List<InetAddress> addresses = resolver.resolve(host);
        for (InetAddress address : addresses) {
          if (!allowed.test(address)) {
            return new SendFailure(
                Kind.FORBIDDEN_ADDRESS, "the host has an address that is not public: " + call);
          }
        }
        return exchange(connect(addresses), host, scheme.equals("https"));
      } catch (UnknownHostException e) {
        return new SendFailure(Kind.NOT_CONNECTED, "unknown host in " + call);
      } catch (BoundedBody.TooLargeException e) {
        return new SendFailure(Kind.TOO_LARGE, "more than " + call.maxBytes() + " bytes: " + call);
      } catch (SSLException e) {
        return new SendFailure(sent ? Kind.DROPPED : Kind.NOT_CONNECTED, "TLS failed for " + call);
      } catch (IOException e) {
        return new SendFailure(
            sent ? Kind.DROPPED : Kind.NOT_CONNECTED,
            (sent ? "the connection broke in " : "cannot connect for ") + call);
      } finally {
        close(socket);
      }
    }

    private Socket connect(List<InetAddress> addresses) throws IOException {
      boolean https = "https".equalsIgnoreCase(call.uri().getScheme());
      int port = call.uri().getPort() >= 0 ? call.uri().getPort() : https ? 443 : 80;
      int millis = (int) Math.min(connectTimeout.toMillis(), call.timeout().toMillis());
      IOException last = new UnknownHostException("no address");
      for (InetAddress address : addresses) {
        Socket candidate = new Socket();
        hold(candidate);
        try {
          candidate.connect(new InetSocketAddress(address, port), millis);
          candidate.setTcpNoDelay(true);
          return candidate;
        } catch (IOException e) {
          close(candidate);
          last = e;
        }
      }
      throw last;
    }

    private SendOutcome exchange(Socket plain, String host, boolean https) throws IOException {
      Socket connection = plain;
      if (https) {
        SSLSocket secure =
            (SSLSocket)
                tls.getSocketFactory()
                    .createSocket(plain, host, plain.getPort(), /* autoClose= */ true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (!isLiteral(host)) {
          parameters.setServerNames(List.of(new SNIHostName(host)));
        }
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        connection = secure;
      }
      sent = true;
      connection.getOutputStream().write(PlainHttp.request(call));
      connection.getOutputStream().flush();
      return PlainHttp.answer(connection.getInputStream(), call.maxBytes());
    }

    /** Remembers the socket for {@link #abandon}, which may have come already. */
    private void hold(Socket current) throws IOException {
      socket = current;
      if (abandoned) {
        close(current);
        throw new SocketTimeoutException("abandoned");
      }
    }
  }

  private static String host(Call call) {
    String host = call.uri().getHost();
    if (host == null) {
      return "";
    }
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static boolean isLiteral(String host) {
    return host.contains(":") || host.matches("[0-9.]+");
  }

  private static void close(@Nullable Socket socket) {
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        // nothing is left to do with it
        return;
      }
    }
  }
}
