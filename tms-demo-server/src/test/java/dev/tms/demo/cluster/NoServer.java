package dev.tms.demo.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Each node keeps its own in memory. */
public final class NoServer extends StoreServer {
  @Override
  String column() {
    return "memory, one node";
  }

  @Override
  int port() {
    return 0;
  }

  @Override
  void configure(ObjectNode section, int at) {
    section.put("Kind", "memory");
  }

  @Override
  boolean isWrite(String sent) {
    return false;
  }

  @Override
  List<ProcessHandle> processes() {
    return List.of();
  }

  @Override
  public void close() {}
}
