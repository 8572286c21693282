package dev.tms.session;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bytes of an index entry, before they are sealed; times in whole seconds. */
final class SessionRowsCodec {
  private static final int VERSION = 1;
  private static final int ID_BYTES = 16;
  private static final int MOST_SID_LENGTH = 255;

  private SessionRowsCodec() {}

  static byte[] encode(List<SessionRow> rows) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(16 + 128 * rows.size());
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeShort(rows.size());
      for (SessionRow row : rows) {
        write(out, row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array does not fail
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, SessionRow row) throws IOException {
    out.write(row.ref().id().bytes());
    out.writeInt(row.ref().indexKeyId());
    out.writeLong(row.ref().deadline().getEpochSecond());
    out.writeLong(row.firstUse().getEpochSecond());
    out.writeLong(row.lastUse().getEpochSecond());
    out.writeLong(row.activeUntil().getEpochSecond());
    out.writeUTF(row.device().family().name());
    out.writeUTF(row.device().platform().name());
    String sid = row.providerSession();
    // a longer one is left out: the session is then found by its user and by its own cookie
    out.writeUTF(sid == null || sid.length() > MOST_SID_LENGTH ? "" : sid);
    out.writeLong(row.loginAt().getEpochSecond());
  }

  /** The rows of these bytes; none where they are damaged or of another version. */
  static List<SessionRow> decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readByte() != VERSION) {
        return List.of();
      }
      int count = in.readUnsignedShort();
      List<SessionRow> rows = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        rows.add(read(in));
      }
      return rows;
    } catch (IOException | RuntimeException e) {
      return List.of();
    }
  }

  private static SessionRow read(DataInputStream in) throws IOException {
    SessionRef ref = new SessionRef(SessionId.of(in.readNBytes(ID_BYTES)), in.readInt(), time(in));
    Instant firstUse = time(in);
    Instant lastUse = time(in);
    Instant activeUntil = time(in);
    DeviceLabel device =
        new DeviceLabel(
            DeviceLabel.Family.valueOf(in.readUTF()), DeviceLabel.Platform.valueOf(in.readUTF()));
    String sid = in.readUTF();
    @Nullable String providerSession = sid.isEmpty() ? null : sid;
    return new SessionRow(ref, firstUse, lastUse, activeUntil, device, providerSession, time(in));
  }

  private static Instant time(DataInputStream in) throws IOException {
    return Instant.ofEpochSecond(in.readLong());
  }
}
