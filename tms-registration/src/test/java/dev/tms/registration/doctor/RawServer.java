package dev.tms.registration.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Does on each connection what it is told to, and leaves it open. */
final class RawServer implements AutoCloseable {
  /** What is done with a connection. */
  @FunctionalInterface
  interface Manner {
    void take(Socket socket) throws Exception;
  }

  static final Manner SILENT = socket -> {};
  static final Manner HANGS_UP = Socket::close;

  private final ServerSocket server;
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

  RawServer(Manner manner) {
    try {
      server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    Thread thread = new Thread(() -> serve(manner), "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  /** Reads the head of a request and sends this. */
  static Manner says(String answer) {
    return socket -> {
      socket.getInputStream().read(new byte[8192]);
      socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
    };
  }

  private void serve(Manner manner) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        manner.take(socket);
      } catch (Exception e) {
        // closed by the other side, or by close
      }
    }
  }

  URI uri(String scheme) {
    return URI.create(scheme + "://127.0.0.1:" + server.getLocalPort() + "/");
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  /** A port where nothing listens. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
