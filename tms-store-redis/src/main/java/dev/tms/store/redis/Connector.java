package dev.tms.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tms.store.redis.Deadline.NotSentException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Opens connections that are encrypted, authenticated and on the right database. */
final class Connector {
  private final @Nullable SSLContext tls;
  private final @Nullable String user;
  private final @Nullable String password;
  private final int database;

  Connector(
      @Nullable SSLContext tls, @Nullable String user, @Nullable String password, int database) {
    this.tls = tls;
    this.user = user;
    this.password = password;
    this.database = database;
  }

  Connection connect(HostAndPort node, Deadline deadline) {
    int millis = deadline.socketMillis();
    DefaultJedisClientConfig.Builder config =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(millis)
            .socketTimeoutMillis(millis)
            .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
            .database(database);
    if (password != null) {
      config.user(user).password(password);
    }
    try {
      return new Connection(new Sockets(node, tls, deadline), config.build());
    } catch (JedisDataException e) {
      throw new NotSentException(node + " refused the connection: " + Answers.codeOf(e));
    } catch (JedisException e) {
      throw new NotSentException(
          node + " could not be connected to: it " + Answers.missing(e, "in time"));
    }
  }

  static final class Answers {
    private static final Pattern CODE = Pattern.compile("[A-Z]{2,20}");

    private Answers() {}

    /** Returns an error's code, its first word; the rest may quote the command. */
    static String codeOf(JedisDataException error) {
      Matcher code = CODE.matcher(error.getMessage() == null ? "" : error.getMessage());
      return code.lookingAt() ? code.group() : "ERR";
    }

    /** Describes a missing answer: a connection closed at once is not a timeout. */
    static String missing(JedisException problem, String when) {
      for (Throwable at = problem; at != null; at = at.getCause()) {
        if (at instanceof SocketTimeoutException) {
          return "gave no answer " + when;
        }
      }
      return "closed the connection without an answer: is it a Redis without TLS, does it take"
          + " further clients, does a proxy in between reach it?";
    }

    static String text(@Nullable Object answer) {
      return answer instanceof byte[] bytes ? new String(bytes, UTF_8) : String.valueOf(answer);
    }
  }

  private static final class Sockets implements JedisSocketFactory {
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
        // RFC 2818 3.1: JSSE does not verify the host name unless asked
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
}
