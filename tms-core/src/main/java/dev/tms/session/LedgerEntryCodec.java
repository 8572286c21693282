package dev.tms.session;

import dev.tms.problem.ErrorCode;
import dev.tms.session.LedgerEntry.UnclearRefusals;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;

/** The bytes of a ledger entry, before they are sealed. */
final class LedgerEntryCodec {
  private static final int VERSION = 1;

  private LedgerEntryCodec() {}

  static byte[] encode(LedgerEntry entry) {
    byte[] session = entry.session();
    ByteArrayOutputStream bytes =
        new ByteArrayOutputStream(64 + (session == null ? 0 : session.length));
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeUTF(entry.state().name());
      out.writeLong(entry.owner());
      out.writeLong(entry.lease().toEpochMilli());
      out.writeInt(entry.newest());
      out.writeLong(entry.keptUntil().toEpochMilli());
      out.writeInt(entry.confirmed());
      out.writeLong(entry.confirmedAt().toEpochMilli());
      out.writeBoolean(entry.unanswered());
      out.writeInt(entry.failures());
      ErrorCode reason = entry.reason();
      out.writeUTF(reason == null ? "" : reason.name());
      out.writeInt(session == null ? -1 : session.length);
      if (session != null) {
        out.write(session);
      }
      // at the end: nodes of the previous version stop reading before these
      out.writeInt(entry.unclear().count());
      out.writeLong(entry.unclear().since().toEpochMilli());
      out.writeLong(entry.unclear().success());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // cannot happen in memory
    }
    return bytes.toByteArray();
  }

  /** The entry of these bytes; empty if they are damaged or of another version. */
  static Optional<LedgerEntry> decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return in.readByte() == VERSION ? Optional.of(read(in)) : Optional.empty();
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static LedgerEntry read(DataInputStream in) throws IOException {
    LedgerEntry.State state = LedgerEntry.State.valueOf(in.readUTF());
    long owner = in.readLong();
    Instant lease = time(in);
    int newest = in.readInt();
    Instant keptUntil = time(in);
    int confirmed = in.readInt();
    Instant confirmedAt = time(in);
    boolean unanswered = in.readBoolean();
    int failures = in.readInt();
    String reason = in.readUTF();
    int length = in.readInt();
    return new LedgerEntry(
        state,
        owner,
        lease,
        newest,
        length < 0 ? null : in.readNBytes(length),
        keptUntil,
        confirmed,
        confirmedAt,
        unanswered,
        failures,
        reason.isEmpty() ? null : ErrorCode.valueOf(reason),
        in.available() == 0
            ? UnclearRefusals.NONE
            : new UnclearRefusals(in.readInt(), time(in), in.readLong()));
  }

  private static Instant time(DataInputStream in) throws IOException {
    return Instant.ofEpochMilli(in.readLong());
  }
}
