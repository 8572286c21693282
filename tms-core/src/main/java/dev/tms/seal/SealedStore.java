package dev.tms.seal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tms.seal.Sealer.Opened;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.store.ExpiringStore;
import dev.tms.store.ExpiringStore.Entry;
import dev.tms.store.InMemoryStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Encrypted values of one purpose in an untrusted store, with the operations and exceptions of
 * {@link ExpiringStore}. Keys are keyed hashes; values are sealed with their key as associated data
 * and cannot be moved to another key. Replay of an old value by an attacker with write access is
 * not detected. Thread-safe.
 */
public final class SealedStore {
  private final ExpiringStore store;
  private final Sealer sealer;
  private final KeyedHash hash;
  private final Purpose purpose;

  public static final class Name {
    private final String text;

    private Name(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Name name && text.equals(name.text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }

    @Override
    public String toString() {
      return "Name[" + text + "]";
    }
  }

  public sealed interface Stored {}

  /** Absent or expired. */
  public record Missing() implements Stored {}

  /**
   * A value that does not open: its key is retired or not loaded yet, it belongs to another
   * configuration, or it is forged. Its version allows a compare-and-set, but replacing it may undo
   * another node's write.
   */
  public record Unreadable(long version) implements Stored {}

  /** A value, {@code stale} if sealed with a key other than the primary one. */
  public record Found(byte[] value, long version, boolean stale) implements Stored {
    @Override
    public String toString() {
      return "Found[version=" + version + ", stale=" + stale + "]";
    }
  }

  public SealedStore(ExpiringStore store, Sealer sealer, KeyedHash hash, Purpose purpose) {
    this.store = store;
    this.sealer = sealer;
    this.hash = hash;
    this.purpose = purpose;
  }

  /** Returns an in-memory store of limited capacity with the same names and seals. */
  public SealedStore inMemory(InstantSource clock, int capacity) {
    return new SealedStore(new InMemoryStore(clock, capacity), sealer, hash, purpose);
  }

  /** Returns the name of purpose, issuer, client and fields; empty if the index key is gone. */
  public Optional<Name> name(int indexKeyId, String... fields) {
    return hash.name(indexKeyId, purpose.wire(), scoped(fields)).map(this::prefixed);
  }

  /** Returns the fields' names under every enabled index key, the primary one first. */
  public List<Name> names(String... fields) {
    return hash.names(purpose.wire(), scoped(fields)).stream().map(this::prefixed).toList();
  }

  /** Parses a name's text; empty if it is for another purpose. */
  public Optional<Name> named(String text) {
    return text.startsWith(purpose.wire() + ":") ? Optional.of(new Name(text)) : Optional.empty();
  }

  public Stored get(Name name) {
    Optional<Entry> entry = store.get(name.text);
    if (entry.isEmpty()) {
      return new Missing();
    }
    long version = entry.get().version();
    return open(name, entry.get())
        .<Stored>map(opened -> new Found(opened.plain(), version, opened.stale()))
        .orElseGet(() -> new Unreadable(version));
  }

  public long put(Name name, byte[] value, Duration timeToLive) {
    return store.put(name.text, seal(name, value), timeToLive);
  }

  public OptionalLong putIfAbsent(Name name, byte[] value, Duration timeToLive) {
    return store.putIfAbsent(name.text, seal(name, value), timeToLive);
  }

  public OptionalLong replace(Name name, long version, byte[] value, Duration timeToLive) {
    return store.replace(name.text, version, seal(name, value), timeToLive);
  }

  public boolean remove(Name name, long version) {
    return store.remove(name.text, version);
  }

  /** Removes a value and returns it, to one caller only; an unreadable one counts as missing. */
  public Optional<byte[]> take(Name name) {
    return store.take(name.text).flatMap(entry -> open(name, entry)).map(Opened::plain);
  }

  private Optional<Opened> open(Name name, Entry entry) {
    return sealer.open(purpose, entry.value(), name.text.getBytes(US_ASCII));
  }

  private byte[] seal(Name name, byte[] value) {
    return sealer.seal(purpose, value, name.text.getBytes(US_ASCII));
  }

  private String[] scoped(String... fields) {
    String[] all = new String[fields.length + 2];
    all[0] = sealer.scope().issuer();
    all[1] = sealer.scope().clientId();
    System.arraycopy(fields, 0, all, 2, fields.length);
    return all;
  }

  private Name prefixed(String hashed) {
    return new Name(purpose.wire() + ":" + hashed);
  }
}
