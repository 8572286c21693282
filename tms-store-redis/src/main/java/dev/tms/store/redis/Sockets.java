package dev.tms.store.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisSocketFactory;

/** Makes the socket of one connection, in the time that its operation has left. */
final class Sockets implements JedisSocketFactory {
  private final HostAndPort node;
  private final @Nullable SSLContext tls;
  private final Deadline deadline;

  Sockets(HostAndPort node, @Nullable SSLContext tls, Deadline deadline) {
    this.node = node;
    this.tls = tls;
    this.deadline = deadline;
  }

  @Override
  public Socket createSocket() {
    try {
      Socket plain = connected();
      return tls == null ? plain : encrypted(plain, tls);
    } catch (IOException e) {
      throw new NotSentException(node + " " + problem(e));
    }
  }

  private static String problem(IOException e) {
    if (e instanceof UnknownHostException) {
      return "could not be connected to: its name has no address (DNS)";
    }
    if (e instanceof SSLException) {
      return "could not be connected to: no TLS handshake, or a certificate that is not trusted";
    }
    return e instanceof SocketTimeoutException
        ? "could not be connected to in time"
        : "could not be connected to";
  }

  private Socket connected() throws IOException {
    InetAddress[] addresses = InetAddress.getAllByName(node.getHost());
    IOException last = new IOException("no address");
    for (int i = 0; i < addresses.length; i++) {
      int millis = deadline.share(addresses.length - i).socketMillis();
      Socket socket = new Socket();
      try {
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        socket.setSoTimeout(millis);
        socket.connect(new InetSocketAddress(addresses[i], node.getPort()), millis);
        return socket;
      } catch (IOException e) {
        socket.close();
        last = e;
      }
    }
    throw last;
  }

  private Socket encrypted(Socket plain, SSLContext context) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(plain, node.getHost(), node.getPort(), true);
    try {
      SSLParameters parameters = socket.getSSLParameters();
      // RFC 2818 3.1: the certificate has to be this host's, which JSSE does not check by itself
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
