package dev.tms.testkit.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Searches what was written since the last search for secrets. Keeps hashes of the ends of secrets,
 * and the last {@value #MOST_BYTES} bytes of the output; older output is searched before it is
 * dropped. Thread-safe.
 */
final class Watch {
  /** Shorter secrets occur in text by chance. */
  static final int SHORTEST = 10;

  /** The number of final characters by which a secret is found. */
  static final int LONGEST = 16;

  static final int MOST_BYTES = 32 << 20;

  private static final int MOST_SECRETS = 4_000_000;
  private static final int MOST_LEAKS = 20;
  private static final int CONTEXT = 160;

  private final int mostBytes;
  private final Windows[] windows = new Windows[LONGEST + 1]; // guarded by this, as all below
  private final Set<String> leaks = new LinkedHashSet<>();
  private byte[] written = new byte[1 << 16];
  private int end;
  private boolean isFull;

  Watch() {
    this(MOST_BYTES);
  }

  Watch(int mostBytes) {
    this.mostBytes = mostBytes;
    for (int length = SHORTEST; length <= LONGEST; length++) {
      windows[length] = new Windows(length, MOST_SECRETS);
    }
  }

  /** Adds a secret to find, in earlier output as well; ignores short ones. */
  synchronized void add(String secret) {
    byte[] bytes = secret.getBytes(UTF_8);
    if (bytes.length < SHORTEST) {
      return;
    }
    int length = Math.min(LONGEST, bytes.length);
    // the end, because tokens of a kind share their beginning
    isFull |= !windows[length].add(bytes, bytes.length - length);
  }

  synchronized void write(byte[] bytes, int from, int length) {
    int at = from;
    int left = length;
    while (left > 0) {
      if (end == mostBytes) {
        search();
        end = mostBytes / 2;
        System.arraycopy(written, mostBytes - end, written, 0, end);
      }
      int part = Math.min(left, mostBytes - end);
      if (written.length < end + part) {
        written =
            Arrays.copyOf(written, Math.min(mostBytes, Math.max(written.length * 2, end + part)));
      }
      System.arraycopy(bytes, at, written, end, part);
      end += part;
      at += part;
      left -= part;
    }
  }

  void write(String where, String text) {
    byte[] bytes = ("\n[" + where + "] " + text + "\n").getBytes(UTF_8);
    write(bytes, 0, bytes.length);
  }

  /**
   * The lines with secrets since the last call, masked; at most 20. Throws {@link
   * IllegalStateException} if there were too many secrets.
   */
  synchronized List<String> leaks() {
    if (isFull) {
      throw new IllegalStateException("too many secrets to look for: " + secrets());
    }
    search();
    List<String> found = List.copyOf(leaks);
    leaks.clear();
    end = 0;
    return found;
  }

  synchronized int secrets() {
    int sum = 0;
    for (int length = SHORTEST; length <= LONGEST; length++) {
      sum += windows[length].size();
    }
    return sum;
  }

  /** The memory in use, in bytes. It grows by doubling. */
  synchronized long held() {
    long sum = written.length;
    for (int length = SHORTEST; length <= LONGEST; length++) {
      sum += windows[length].bytes();
    }
    return sum;
  }

  private void search() {
    for (int length = SHORTEST; length <= LONGEST; length++) {
      int found = length;
      windows[length].scan(written, end, at -> leak(at, found));
    }
  }

  private void leak(int at, int length) {
    if (leaks.size() >= MOST_LEAKS) {
      return;
    }
    int from = at;
    while (from > 0 && at - from < CONTEXT && written[from - 1] != '\n') {
      from--;
    }
    int to = at + length;
    while (to < end && to - at < CONTEXT && written[to] != '\n') {
      to++;
    }
    // the text right before the match is the beginning of the secret
    String before = new String(written, from, at - from, UTF_8).replaceAll("[\\w.~+/=-]+$", "");
    String after = new String(written, at + length, to - at - length, UTF_8);
    leaks.add(before + "***" + after);
  }
}
