package dev.tms.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.CapturedLog;
import dev.tms.event.TmsEvent;
import dev.tms.policy.SessionLifetime;
import dev.tms.problem.ErrorCode;
import dev.tms.seal.KeyRing;
import dev.tms.seal.KeyedHash;
import dev.tms.seal.Keys;
import dev.tms.seal.SealedStore;
import dev.tms.seal.Sealer;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.seal.Sealer.SealScope;
import dev.tms.store.InMemoryStore;
import dev.tms.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EndedFileTest {
  private static final long SEED = 20261130;

  @TempDir Path folder;

  private final Keys keys = Keys.inMemory();
  private final HeldRig sessions = HeldRig.with(keys);
  private final ManualClock clock = sessions.clock;
  private final List<TmsEvent> events = new CopyOnWriteArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final CapturedLog log = new CapturedLog(EndedFile.class);

  @AfterEach
  void close() {
    nodes.forEach(Node::stop);
    log.close();
  }

  /** A process: what it has in memory is gone when it is stopped. */
  private final class Node {
    private final EndedFile file;
    private final Ledger ledger;
    private final LogoutMarks marks;

    private Node(Keys own, int most, String origin) {
      KeyRing ring = own.open(clock, events::add);
      Sealer sealer = new Sealer(ring, new SealScope("tms", HeldRig.ISSUER, "shop", origin));
      KeyedHash hash = new KeyedHash(ring);
      InMemoryStore store = new InMemoryStore(clock);
      file = EndedFile.open(path(), most, sealer, clock, events::add);
      ledger = new Ledger(new SealedStore(store, sealer, hash, Purpose.LEDGER), clock, file);
      marks =
          new LogoutMarks(
              new SealedStore(store, sealer, hash, Purpose.MARK),
              SessionLifetime.DEFAULT,
              clock,
              file,
              events::add);
      file.restoreTo(ledger, marks);
    }

    private Session end(Session session) {
      var unused = ledger.end(session.ref(), 0, ErrorCode.LOGGED_OUT);
      return session;
    }

    private Session endOne() {
      return end(sessions.session());
    }

    private boolean knowsEnd(Session session) {
      return ledger.read(session.ref(), 0).entry().reason() == ErrorCode.LOGGED_OUT;
    }

    private void stop() {
      file.close();
    }
  }

  private Path path() {
    return folder.resolve("ended");
  }

  private Node start() {
    return start(keys, 1_000);
  }

  private Node start(Keys own, int most) {
    return start(own, most, "https://shop.example");
  }

  private Node start(Keys own, int most, String origin) {
    nodes.forEach(Node::stop);
    Node node = new Node(own, most, origin);
    nodes.add(node);
    return node;
  }

  private List<String> warnings() {
    return log.lines().stream().filter(line -> !line.startsWith("FINE")).toList();
  }

  private long notRemembered() {
    return events.stream().filter(TmsEvent.NotRemembered.class::isInstance).count();
  }

  @Test
  void restore_marks_afterARestart() {
    Session session = sessions.session("alice", "sid-1", "rt");
    Session without = sessions.session("bob", null, "rt");
    Node node = start();
    node.marks.markProviderSession(HeldRig.ISSUER, "sid-1");
    node.marks.markUserWithoutSid(HeldRig.ISSUER, "bob", without.user().loginAt());
    node.marks.markUserWithoutSid(HeldRig.ISSUER, "bob", without.user().loginAt().minusSeconds(9));

    Node later = start();

    assertThat(later.marks.isOver(session)).isTrue();
    assertThat(later.marks.isOver(without)).as("an older mark takes nothing back").isTrue();
    assertThat(later.marks.isOver(sessions.session("carol", "sid-2", "rt"))).isFalse();
  }

  @Test
  void restore_untilTheDeadlineAndNoLonger() throws Exception {
    Session session = start().endOne();

    clock.advance(Duration.between(clock.instant(), session.deadline()).plusMinutes(5));
    assertThat(start().knowsEnd(session)).isTrue();
    clock.advance(Duration.ofSeconds(2));
    assertThat(start().knowsEnd(session)).isFalse();
    assertThat(Files.readAllLines(path())).as("outdated lines go").containsExactly("tms-ended 1");
  }

  @Test
  void read_lastLineCutOffAnywhere_allBeforeItIsThere() throws Exception {
    Node node = start();
    Session first = node.endOne();
    byte[] whole = Files.readAllBytes(path());
    Session last = node.endOne();
    byte[] both = Files.readAllBytes(path());
    Random random = new Random(SEED);
    for (int i = 0; i < 20; i++) {
      node.stop();
      int length = whole.length + 1 + random.nextInt(both.length - whole.length - 1);
      Files.write(path(), java.util.Arrays.copyOf(both, length));

      node = start();

      assertThat(node.file.isOpen()).isTrue();
      assertThat(node.knowsEnd(first)).as("cut at " + length).isTrue();
      assertThat(node.knowsEnd(last)).as("cut at " + length).isFalse();
      assertThat(node.knowsEnd(node.endOne())).isTrue();
    }
    assertThat(warnings()).allMatch(line -> line.startsWith("INFO "));
  }

  @Test
  void read_lineDamaged_theOthersAreThereAndTheLogSaysSo() throws Exception {
    Node node = start();
    Session first = node.endOne();
    Session second = node.endOne();
    Session third = node.endOne();
    node.stop();
    List<String> lines = Files.readAllLines(path());
    lines.set(2, lines.get(2).substring(0, 40) + "\r\u00ff" + lines.get(2).substring(42));
    Files.writeString(
        path(), String.join("\n", lines) + "\n", java.nio.charset.StandardCharsets.ISO_8859_1);

    Node later = start();

    assertThat(later.knowsEnd(first)).isTrue();
    assertThat(later.knowsEnd(second)).isFalse();
    assertThat(later.knowsEnd(third)).isTrue();
    assertThat(warnings()).singleElement().asString().startsWith("WARNING").contains("damaged");
  }

  @Test
  void read_timeOfALineChanged_doesNotOpen() throws Exception {
    Session session = start().endOne();
    nodes.forEach(Node::stop);
    String text = Files.readString(path());
    String until = text.split("\n")[1].split(" ")[0];
    Files.writeString(path(), text.replace(until, Long.toString(Long.parseLong(until) + 1)));

    assertThat(start().knowsEnd(session)).isFalse();
    assertThat(warnings()).singleElement().asString().contains("1 lines");
  }

  @Test
  void read_startWithOtherKeys_keepsTheLinesForTheRightOnes() {
    Session session = start().endOne();

    Node wrong = start(Keys.inMemory(), 1_000);
    assertThat(wrong.file.isOpen()).isTrue();
    assertThat(warnings())
        .singleElement()
        .asString()
        .contains("1 lines", "keys that are not enabled")
        .doesNotContain("damaged");

    assertThat(start().knowsEnd(session)).isTrue();
  }

  @Test
  void read_startUnderAnotherPublicUrl_saysSoAndKeepsTheLinesForTheRightOne() {
    Session session = start().endOne();

    Node other = start(keys, 1_000, "https://other.example");
    Session there = other.endOne();
    assertThat(warnings())
        .singleElement()
        .asString()
        .contains("1 lines", "another public URL, authority, client id or cookie name")
        .doesNotContain("damaged", "keys");

    Node back = start();
    assertThat(back.knowsEnd(session)).isTrue();
    assertThat(back.knowsEnd(there)).isFalse();
    assertThat(warnings()).hasSize(2).allMatch(line -> line.contains("another public URL"));
  }

  @Test
  void open_somethingElse_isLeftAloneWithAWarning() throws Exception {
    Files.writeString(path(), "precious\n");

    Node node = start();

    assertThat(node.file.isOpen()).isFalse();
    assertThat(node.knowsEnd(node.endOne())).as("in memory").isTrue();
    assertThat(Files.readString(path())).isEqualTo("precious\n");
    assertThat(warnings()).singleElement().asString().startsWith("WARNING Logout.EndedFile: ");
  }

  @Test
  void open_emptyFile_isUsed() throws Exception {
    Files.createFile(path());

    Session session = start().endOne();

    assertThat(start().knowsEnd(session)).isTrue();
  }

  @Test
  @DisplayName("a link to a volume stays one, so that the next container finds the file")
  void open_symbolicLink_isFollowed() throws Exception {
    Path volume = Files.createDirectory(folder.resolve("volume"));
    Files.createSymbolicLink(folder.resolve("middle"), Path.of("volume", "state"));
    Files.createSymbolicLink(path(), Path.of("middle"));

    Session first = start().endOne();
    Node again = start();
    Session second = again.endOne();

    assertThat(again.knowsEnd(first)).isTrue();
    assertThat(Files.isSymbolicLink(path())).isTrue();
    assertThat(Files.isSymbolicLink(folder.resolve("middle"))).isTrue();
    assertThat(Files.isRegularFile(volume.resolve("state"), LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(start().knowsEnd(second)).isTrue();
    assertThat(warnings()).isEmpty();
  }

  @Test
  void open_notReadableOrNotWritable_isAWarning() throws Exception {
    Files.createDirectory(path());
    Node node = start();
    assertThat(node.knowsEnd(node.endOne())).isTrue();
    Files.delete(path());
    Files.createDirectories(folder.resolve("ended.new/occupied"));
    node = start();
    assertThat(node.knowsEnd(node.endOne())).isTrue();

    assertThat(warnings())
        .hasSize(2)
        .allMatch(line -> line.startsWith("WARNING Logout.EndedFile: "))
        .allMatch(line -> line.contains("good again after a restart"));
    assertThat(node.file.isOpen()).isFalse();
  }

  @Test
  void open_notWritable_stillReadsWhatIsThere() throws Exception {
    Session session = start().endOne();
    Files.createDirectories(folder.resolve("ended.new/occupied"));

    assertThat(start().knowsEnd(session)).isTrue();
  }

  @Test
  void change_boundReached_sessionsEndAndNothingLiveIsDropped() {
    Node node = start(keys, 3);
    List<Session> kept = List.of(node.endOne(), node.endOne(), node.endOne());
    Session beyond = node.endOne();
    var unused = node.endOne();

    assertThat(node.knowsEnd(beyond)).as("here").isTrue();
    assertThat(warnings()).singleElement().asString().startsWith("SEVERE ").contains("holds 3");
    assertThat(notRemembered()).isEqualTo(2);
    Node later = start(keys, 3);
    assertThat(kept).allMatch(later::knowsEnd);
    assertThat(later.knowsEnd(beyond)).isFalse();
  }

  @Test
  void change_boundReachedByOutdatedOnes_theyMakeRoom() {
    Node node = start(keys, 3);
    Session old = node.endOne();
    var unused = node.endOne();
    clock.advance(Duration.between(clock.instant(), old.deadline()).plusMinutes(6));
    Session first = node.endOne();
    Session second = node.endOne();
    Session third = node.endOne();

    Node later = start(keys, 3);

    assertThat(List.of(first, second, third)).allMatch(later::knowsEnd);
    assertThat(notRemembered()).isZero();
  }

  @Test
  void change_manyOutdatedLines_areWrittenNoMore() throws Exception {
    Node node = start(keys, 100);
    for (int i = 0; i < 25; i++) {
      endMany(node, 50);
      clock.advance(Duration.ofHours(13));
    }
    Session last = node.endOne();

    assertThat(Files.readAllLines(path())).hasSizeLessThan(1_100);
    assertThat(start().knowsEnd(last)).isTrue();
  }

  private List<Session> endMany(Node node, int count) {
    List<Session> many = IntStream.range(0, count).mapToObj(i -> sessions.session()).toList();
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      CompletableFuture.allOf(
              many.stream()
                  .map(session -> CompletableFuture.runAsync(() -> node.end(session), threads))
                  .toArray(CompletableFuture[]::new))
          .join();
    } finally {
      threads.shutdown();
    }
    return many;
  }

  @Test
  void change_byManyAtOnce_allAreKept() {
    Node node = start();
    List<Session> many = endMany(node, 200);

    Node later = start();
    assertThat(many).allMatch(later::knowsEnd);
  }

  @Test
  void change_byAnInterruptedThread_isKept() {
    Node node = start();
    Thread.currentThread().interrupt();
    Session session = node.endOne();
    Session next = node.endOne();
    assertThat(Thread.interrupted()).as("and stays interrupted").isTrue();

    Node later = start();
    assertThat(List.of(session, next)).allMatch(later::knowsEnd);
    assertThat(warnings()).isEmpty();
  }

  @Test
  void end_overruledByASuccess_isForgotten() {
    Node node = start();
    Session session = sessions.session();
    var unused = node.ledger.end(session.ref(), 0, ErrorCode.SESSION_EXPIRED);
    Ledger.Page page = node.ledger.read(session.ref(), 0);
    LedgerEntry renewed = page.entry().published(1, new byte[] {1}, clock.instant());
    assertThat(node.ledger.write(session.ref(), page, renewed)).isPresent();

    assertThat(start().ledger.read(session.ref(), 0).entry().reason()).isNull();
  }

  @Test
  void end_signedOutWhileASuccessOverrules_staysOver() {
    Node node = start();
    Session session = sessions.session();
    var unused = node.ledger.end(session.ref(), 0, ErrorCode.SESSION_EXPIRED);
    Ledger.Page page = node.ledger.read(session.ref(), 0);
    node.end(session);
    LedgerEntry renewed = page.entry().published(1, new byte[] {1}, clock.instant());
    assertThat(node.ledger.write(session.ref(), page, renewed)).as("too late").isEmpty();

    assertThat(start().knowsEnd(session)).isTrue();
  }

  @Test
  void change_closed_writesNothing() throws IOException {
    Node node = start();
    node.stop();
    byte[] before = Files.readAllBytes(path());

    node.endOne();

    assertThat(Files.readAllBytes(path())).isEqualTo(before);
  }
}
