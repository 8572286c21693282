package dev.tms.demo.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A port of loopback whose connections lead to another one, and on which a write can be held.
 * Thread-safe.
 */
public final class Wire implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final ServerSocket server;
  private final int target;
  private final Predicate<String> isWrite;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong requests = new AtomicLong();
  private volatile @Nullable Gate gate;

  private Wire(int port, int target, Predicate<String> isWrite) {
    try {
      this.server = new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.target = target;
    this.isWrite = isWrite;
    daemon(this::accept);
  }

  /** From this port to that one. */
  static Wire between(int port, int target) {
    return new Wire(port, target, sent -> false);
  }

  /**
   * From a free port to this one.
   *
   * @param isWrite whether what a client has sent, one character a byte, is a write; clients of
   *     stores send a statement at once, and wait for its answer
   */
  static Wire to(int target, Predicate<String> isWrite) {
    return new Wire(0, target, isWrite);
  }

  int port() {
    return server.getLocalPort();
  }

  /** How much has been asked so far; clients send a statement at once, and wait for its answer. */
  long requests() {
    return requests.get();
  }

  /** Holds the write of this number, counted from now and 1, before it arrives. */
  Gate holdWrite(int number) {
    return set(new Gate(number, false));
  }

  /** Holds the answer to the write of this number, counted from now and 1. */
  Gate holdAnswerToWrite(int number) {
    return set(new Gate(number, true));
  }

  private Gate set(Gate next) {
    gate = next;
    return next;
  }

  /** Nothing is held any more; what is held now goes on. */
  void openGate() {
    Gate last = gate;
    gate = null;
    if (last != null) {
      last.release();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        new Link(server.accept()).start();
      } catch (IOException e) {
        // the target refuses, or this wire was closed: the client sees its connection end
      }
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "wire");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    end(server);
    open.forEach(Wire::end);
  }

  private static void end(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      // it has ended either way
    }
  }

  /** One connection. */
  private final class Link {
    private final Socket client;
    private final Socket service;
    private volatile @Nullable Gate held;

    Link(Socket client) throws IOException {
      this.client = client;
      try {
        this.service = new Socket(InetAddress.getLoopbackAddress(), target);
      } catch (IOException e) {
        end(client);
        throw e;
      }
      client.setTcpNoDelay(true);
      service.setTcpNoDelay(true);
    }

    void start() {
      open.add(client);
      open.add(service);
      daemon(() -> pump(client, service, this::mayGo));
      daemon(() -> pump(service, client, this::mayReturn));
    }

    private void pump(Socket from, Socket to, Predicate<String> allows) {
      byte[] buffer = new byte[BUFFER_BYTES];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          if (!allows.test(new String(buffer, 0, n, ISO_8859_1))) {
            break;
          }
          out.write(buffer, 0, n);
        }
      } catch (IOException e) {
        // one side has ended the connection, so the other does
      } finally {
        end(client);
        end(service);
        open.remove(client);
        open.remove(service);
      }
    }

    private boolean mayGo(String sent) {
      requests.incrementAndGet();
      Gate now = gate;
      if (now == null || !isWrite.test(sent) || !now.isDue()) {
        return true;
      }
      if (now.isAfter()) {
        held = now;
        return true;
      }
      return now.pass();
    }

    private boolean mayReturn(String received) {
      Gate now = held;
      held = null;
      return now == null || now.pass();
    }
  }
}
