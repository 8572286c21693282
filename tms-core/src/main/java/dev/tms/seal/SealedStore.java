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
 * Values of one purpose in a store that learns nothing: keys are keyed hashes, values are sealed
 * with their key as associated data, so that none can be moved to another key. A value that was put
 * back by someone who can write the store is not noticed. Thread-safe. Every operation throws
 * {@link dev.tms.store.StoreUnavailableException} where the store does.
 */
public final class SealedStore {
  private final ExpiringStore store;
  private final Sealer sealer;
  private final KeyedHash hash;
  private final Purpose purpose;

  /** A hashed key; only this class makes them. */
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

  /** Nothing, or it has expired. */
  public record Missing() implements Stored {}

  /**
   * Something that does not open: sealed under a key that this node has not read yet or that is
   * retired, for another configuration, or forged. It is there, and a compare-and-set against its
   * version is possible; but replacing it may undo what another node knows.
   */
  public record Unreadable(long version) implements Stored {}

  /**
   * A value.
   *
   * @param value what was put there
   * @param version differs for every write
   * @param stale whether it was sealed under a key that is not the primary one
   */
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

  /** The same names and seals, in the memory of this process: at most so many values. */
  public SealedStore inMemory(InstantSource clock, int capacity) {
    return new SealedStore(new InMemoryStore(clock, capacity), sealer, hash, purpose);
  }

  /**
   * The name of these fields under one index key; empty where that key is gone. Purpose, issuer and
   * client are part of every name.
   */
  public Optional<Name> name(int indexKeyId, String... fields) {
    return hash.name(indexKeyId, purpose.wire(), scoped(fields)).map(this::prefixed);
  }

  /**
   * The names of these fields under every enabled index key, the primary one first; never empty.
   */
  public List<Name> names(String... fields) {
    return hash.names(purpose.wire(), scoped(fields)).stream().map(this::prefixed).toList();
  }

  /** The name with this text, as it was made before; empty where it is one of another purpose. */
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

  /** Writes a value, whatever was there, and returns its version. */
  public long put(Name name, byte[] value, Duration timeToLive) {
    return store.put(name.text, seal(name, value), timeToLive);
  }

  /** Writes a value where there is none, and returns its version; empty where there is one. */
  public OptionalLong putIfAbsent(Name name, byte[] value, Duration timeToLive) {
    return store.putIfAbsent(name.text, seal(name, value), timeToLive);
  }

  /** Replaces a value that still has this version, and returns the new one; empty otherwise. */
  public OptionalLong replace(Name name, long version, byte[] value, Duration timeToLive) {
    return store.replace(name.text, version, seal(name, value), timeToLive);
  }

  /** Removes a value that still has this version; false otherwise. */
  public boolean remove(Name name, long version) {
    return store.remove(name.text, version);
  }

  /**
   * Removes a value and returns it: of many callers, one gets it. One that does not open is removed
   * and counts as missing.
   */
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
