package dev.tms.seal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tms.event.TmsEvent.OpenFailed.Reason;
import dev.tms.http.SetCookie;
import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;
import dev.tms.seal.Sealer.Opened;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.web.CookiePolicy;
import dev.tms.web.Cookies;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A sealed value, split into one to four cookies within browsers' size limits. The first begins
 * with their number, which the seal authenticates, so that chunks cannot be added, dropped or
 * exchanged. Thread-safe.
 */
public final class SealedCookie {
  public static final int MAX_CHUNKS = 4;

  private final CookiePolicy policy;
  private final List<String> suffixes;
  private final List<String> names;
  private final Sealer sealer;
  private final Purpose purpose;

  public sealed interface Read permits Opened, Absent, Unopenable {}

  public record Absent() implements Read {}

  /** Present but invalid, for an undisclosed reason. That alone is no reason to clear it. */
  public record Unopenable() implements Read {}

  public SealedCookie(CookiePolicy policy, String suffix, Sealer sealer, Purpose purpose) {
    this.policy = policy;
    this.suffixes = List.of(suffix, suffix + ".1", suffix + ".2", suffix + ".3");
    this.names = suffixes.stream().map(policy::name).toList();
    this.sealer = sealer;
    this.purpose = purpose;
  }

  /** Returns four cookies that set this value; unneeded ones are cleared. */
  public List<SetCookie> write(byte[] plain) {
    int needed = Sealer.textLength(plain.length);
    int available = room(0) - 1;
    int count = 1;
    while (available < needed) {
      if (count == MAX_CHUNKS) {
        throw new CookieTooLargeException(names.get(0), needed, available);
      }
      available += room(count++);
    }
    String text = count + sealer.sealText(purpose, plain, bound(count));
    List<SetCookie> cookies = new ArrayList<>(MAX_CHUNKS);
    int start = 0;
    for (int i = 0; i < MAX_CHUNKS; i++) {
      if (i < count) {
        int end = Math.min(text.length(), start + room(i));
        cookies.add(policy.set(suffixes.get(i), text.substring(start, end)));
        start = end;
      } else {
        cookies.add(policy.clear(suffixes.get(i)));
      }
    }
    return cookies;
  }

  /** Reads the value; ignores chunks beyond their number, which are left over. */
  public Read read(Cookies cookies) {
    for (String name : names) {
      if (cookies.isAmbiguous(name)) {
        return failed(Reason.REPEATED);
      }
    }
    String first = cookies.value(names.get(0));
    if (first == null) {
      return new Absent();
    }
    int count = first.isEmpty() ? 0 : first.charAt(0) - '0';
    if (count < 1 || count > MAX_CHUNKS) {
      return failed(Reason.MALFORMED);
    }
    String text = first;
    for (int i = 1; i < count; i++) {
      String chunk = cookies.value(names.get(i));
      if (chunk == null || chunk.isEmpty()) {
        return failed(Reason.MALFORMED);
      }
      text = text.concat(chunk);
    }
    if (text.length() > MAX_CHUNKS * CookiePolicy.MAX_COOKIE_BYTES) {
      return failed(Reason.MALFORMED);
    }
    byte[] bytes = text.getBytes(ISO_8859_1);
    return sealer
        .openText(purpose, ByteBuffer.wrap(bytes, 1, bytes.length - 1), bound(count))
        .<Read>map(opened -> opened)
        .orElseGet(Unopenable::new);
  }

  /** Reports that an opened value has an unknown format or refers to nothing. */
  public void unreadable() {
    sealer.failed(purpose, Reason.UNREADABLE);
  }

  public List<SetCookie> clear() {
    return suffixes.stream().map(policy::clear).toList();
  }

  private Unopenable failed(Reason reason) {
    sealer.failed(purpose, reason);
    return new Unopenable();
  }

  private int room(int chunk) {
    return CookiePolicy.MAX_COOKIE_BYTES - policy.set(suffixes.get(chunk), "").size();
  }

  private static byte[] bound(int count) {
    return new byte[] {(byte) count};
  }

  /** A sealed value in a single cookie. Thread-safe. */
  public static final class SmallSealedCookie {
    private final CookiePolicy policy;
    private final String suffix;
    private final Sealer sealer;
    private final Purpose purpose;

    public SmallSealedCookie(CookiePolicy policy, String suffix, Sealer sealer, Purpose purpose) {
      this.policy = policy;
      this.suffix = suffix;
      this.sealer = sealer;
      this.purpose = purpose;
    }

    public SetCookie write(byte[] plain) {
      int needed = Sealer.textLength(plain.length);
      int available = CookiePolicy.MAX_COOKIE_BYTES - policy.set(suffix, "").size();
      if (needed > available) {
        throw new CookieTooLargeException(policy.name(suffix), needed, available);
      }
      return policy.set(suffix, sealer.sealText(purpose, plain));
    }

    /** Returns every value of this name that opens, so that another application cannot hide it. */
    public Stream<byte[]> readAll(Cookies cookies) {
      return cookies.values(policy.name(suffix)).stream()
          .flatMap(text -> sealer.openText(purpose, text).stream())
          .map(Opened::plain);
    }

    public SetCookie clear() {
      return policy.clear(suffix);
    }
  }

  public static final class CookieTooLargeException extends TmsException {
    private static final long serialVersionUID = 1L;

    private final int needed;
    private final int available;

    CookieTooLargeException(String name, int needed, int available) {
      super(
          ErrorCode.SESSION_TOO_LARGE,
          "the value of cookie "
              + name
              + " needs "
              + needed
              + " characters sealed, and there is room for "
              + available);
      this.needed = needed;
      this.available = available;
    }

    public int needed() {
      return needed;
    }

    public int available() {
      return available;
    }
  }
}
