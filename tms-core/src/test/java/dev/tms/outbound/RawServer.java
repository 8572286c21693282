package dev.tms.outbound;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.net.ServerSocketFactory;

/** Answers each connection with these very bytes, so that anything malformed can be played. */
final class RawServer implements AutoCloseable {
  private final ServerSocket listener;
  private final byte[] answer;
  private final boolean closes;
  private final CountDownLatch end = new CountDownLatch(1);
  final List<String> requests = new CopyOnWriteArrayList<>();

  RawServer(ServerSocketFactory sockets, String answer, boolean closes) throws IOException {
    this.listener = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.answer = answer.getBytes(StandardCharsets.ISO_8859_1);
    this.closes = closes;
    Thread thread = new Thread(this::serve, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  static RawServer answering(String answer) throws IOException {
    return new RawServer(ServerSocketFactory.getDefault(), answer, true);
  }

  /** Sends the answer and then keeps the connection open. */
  static RawServer hanging(String answer) throws IOException {
    return new RawServer(ServerSocketFactory.getDefault(), answer, false);
  }

  String uri() {
    return "http://127.0.0.1:" + port();
  }

  int port() {
    return listener.getLocalPort();
  }

  private void serve() {
    while (true) {
      try (Socket socket = listener.accept()) {
        requests.add(head(socket.getInputStream()));
        socket.getOutputStream().write(answer);
        socket.getOutputStream().flush();
        if (!closes) {
          end.await();
        }
      } catch (IOException e) {
        if (listener.isClosed()) {
          return;
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        break;
      }
      head.write(b);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    end.countDown();
    listener.close();
  }
}
