package dev.tms.contract;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of the loopback interface for servers that must know theirs before they listen. The system
 * hands out none of them to connections or to servers that ask for any port, so a port that was
 * free stays free until it is used.
 */
public final class FreePort {
  private static final int FIRST = 10_000;
  private static final int END = 20_000;
  private static final Set<Integer> taken = ConcurrentHashMap.newKeySet();

  private FreePort() {}

  /** A port on which nothing listens, once in this process; 10,000 further is another room. */
  public static int next() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      if (taken.add(port) && isFree(port)) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
