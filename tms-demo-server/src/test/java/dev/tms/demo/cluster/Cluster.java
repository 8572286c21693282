package dev.tms.demo.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tms.contract.FreePort;
import dev.tms.demo.Await;
import dev.tms.session.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Nodes with one keyset, one public URL and one store. Logins go through the first node; the last
 * one has a {@link #wire} of its own to the store. Used by one thread.
 */
public final class Cluster implements AutoCloseable {
  /** Where logins end. */
  static final String FRONT_END = "http://localhost:3000/";

  static final Duration TIMEOUT = Duration.ofSeconds(3);
  static final Duration LEASE = Duration.ofSeconds(4);
  static final Duration STORE_TIMEOUT = Duration.ofSeconds(2);

  /** How long a node remembers that a session stands. */
  public static final Duration CHECK_INTERVAL = Duration.ofSeconds(2);

  private static final Duration SETTLED = Duration.ofSeconds(40);
  private static final ObjectMapper json = new ObjectMapper();

  private final StoreServer store;
  private final String publicUrl;
  private final Keyhole keyhole;
  private final List<NodeProcess> nodes = new ArrayList<>();
  private final @Nullable Wire wire;
  private final Wire entrance;

  private Cluster(
      Path folder,
      StoreServer store,
      int count,
      int publicPort,
      ObjectNode client,
      ObjectNode session)
      throws IOException {
    this.store = store;
    this.publicUrl = "http://localhost:" + publicPort;
    Path keys = folder.resolve("tms-keys.json");
    this.keyhole =
        new Keyhole(
            keys, client.path("Authority").asText(), client.path("ClientId").asText(), publicUrl);
    this.wire = store.port() == 0 ? null : Wire.to(store.port(), store::isWrite);
    int first = FreePort.next();
    for (int i = 0; i < count; i++) {
      boolean isLast = i == count - 1;
      int storePort = isLast && wire != null ? wire.port() : store.port();
      int port = i == 0 ? first : FreePort.next();
      ObjectNode settings = settings(client, port, keys, storePort);
      settings.set("Session", session);
      nodes.add(new NodeProcess("node-" + (i + 1), folder, port, settings));
    }
    this.entrance = Wire.between(publicPort, first);
  }

  /**
   * Starts nodes.
   *
   * @param folder for configurations, keys and logs
   * @param publicPort that of the public URL
   * @param client the section {@code Client}
   */
  public static Cluster start(
      Path folder, StoreServer store, int count, int publicPort, ObjectNode client) {
    return start(folder, store, count, publicPort, client, json.createObjectNode());
  }

  /** Starts nodes with this section {@code Session}. */
  static Cluster start(
      Path folder,
      StoreServer store,
      int count,
      int publicPort,
      ObjectNode client,
      ObjectNode session) {
    try {
      Cluster cluster = new Cluster(folder, store, count, publicPort, client, session);
      cluster.nodes.forEach(NodeProcess::launch);
      try {
        cluster.nodes.forEach(NodeProcess::awaitReady);
      } catch (AssertionError e) {
        cluster.close();
        throw e;
      }
      return cluster;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ObjectNode settings(ObjectNode client, int port, Path keys, int storePort) {
    ObjectNode all = json.createObjectNode();
    all.set("Client", client.deepCopy().put("Timeout", TIMEOUT.toString()));
    all.putObject("FrontEnd").put("FrontEndRedirectUrl", FRONT_END);
    all.putObject("Tenants").put("Mode", "single");
    all.putObject("Refresh").put("Lease", LEASE.toString());
    all.putObject("Logout").put("CheckInterval", CHECK_INTERVAL.toString());
    all.putObject("Keys").put("File", keys.toString());
    ObjectNode shared = all.putObject("Store").put("Timeout", STORE_TIMEOUT.toString());
    store.configure(shared, storePort);
    all.putObject("Server").put("Port", port).put("PublicUrl", publicUrl);
    return all;
  }

  String publicUrl() {
    return publicUrl;
  }

  StoreServer store() {
    return store;
  }

  public List<NodeProcess> nodes() {
    return nodes;
  }

  NodeProcess first() {
    return nodes.get(0);
  }

  NodeProcess last() {
    return nodes.get(nodes.size() - 1);
  }

  /** Between the last node and the store. */
  Wire wire() {
    if (wire == null) {
      throw new IllegalStateException("nothing leads to a store in memory");
    }
    return wire;
  }

  /** Someone who has signed in, with an access token of this life. */
  public Visitor signIn(String user, Duration life) {
    return Visitor.signIn(publicUrl, FRONT_END, user, life);
  }

  /** What a visitor's cookies hold. */
  Session open(Visitor visitor) {
    return keyhole.open(visitor);
  }

  /** Which generation a visitor has who gets this answer. */
  public int generation(Visitor visitor, Answer answer) {
    return keyhole.open(visitor, answer).generation();
  }

  /**
   * Lets real time pass until the visitor's access token has expired: no one moves the clock of
   * another process.
   */
  public void awaitExpiry(Visitor visitor) {
    Await.until(
        "the access token has expired",
        Duration.ofMinutes(2),
        () -> Instant.now().isAfter(visitor.expiry()));
  }

  /** So many requests at once with the same cookies, spread over the nodes that run. */
  public List<Answer> atOnce(Visitor visitor, int count) {
    return join(send(visitor, count, nodes.stream().filter(NodeProcess::isAlive).toList()));
  }

  /** So many requests at once, spread over these nodes. */
  static List<CompletableFuture<Answer>> send(Visitor visitor, int count, List<NodeProcess> to) {
    List<CompletableFuture<Answer>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(visitor.ask(to.get(i % to.size())));
    }
    return all;
  }

  static List<Answer> join(List<CompletableFuture<Answer>> sent) {
    return sent.stream().map(CompletableFuture::join).toList();
  }

  /**
   * Asks the nodes that run, one after the other, until one of them knows how the session stands.
   */
  Answer settle(Visitor visitor) {
    List<NodeProcess> running = nodes.stream().filter(NodeProcess::isAlive).toList();
    List<Answer> answers = new ArrayList<>();
    Await.until(
        "a node answers with 200 or 401",
        SETTLED,
        () -> {
          NodeProcess next = running.get(answers.size() % running.size());
          answers.add(visitor.retrieve(next));
          return answers.get(answers.size() - 1).isFinal();
        });
    return answers.get(answers.size() - 1);
  }

  @Override
  public void close() {
    nodes.forEach(NodeProcess::close);
    entrance.close();
    if (wire != null) {
      wire.close();
    }
  }
}
