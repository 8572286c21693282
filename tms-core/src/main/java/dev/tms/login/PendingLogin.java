package dev.tms.login;

import dev.tms.oidc.Transaction;
import dev.tms.session.Antiforgery;
import dev.tms.session.Session;
import dev.tms.session.SessionId;
import dev.tms.session.SessionRef;
import dev.tms.token.User;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A login between BeginLogin and its callback, sealed into a cookie. The new session adopts the
 * antiforgery value; {@code isSilent} means {@code prompt=none}.
 */
record PendingLogin(
    Transaction transaction,
    @Nullable String tenant,
    URI returnUrl,
    Antiforgery.Value antiforgery,
    @Nullable Previous previous,
    Instant begunAt,
    boolean isSilent) {

  /**
   * The session that a login replaces. It is in the login's cookie because its own may not arrive
   * with the callback: not with a cross-site POST, and never with {@code SameSite=Strict}.
   */
  record Previous(SessionRef ref, String subject, @Nullable String providerSession) {
    static Previous of(Session session) {
      User user = session.user();
      return new Previous(session.ref(), user.subject(), user.providerSession());
    }

    /** If so, revoking its refresh token cannot affect the tokens of the new session. */
    boolean isApartFrom(User user) {
      if (!subject.equals(user.subject())) {
        return true;
      }
      return providerSession != null
          && user.providerSession() != null
          && !providerSession.equals(user.providerSession());
    }
  }

  @Override
  public String toString() {
    return "PendingLogin[" + begunAt + "]";
  }

  /** The unsealed binary format of a pending login. */
  static final class Codec {
    private static final int VERSION = 1;

    private Codec() {}

    static byte[] encode(PendingLogin login) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
      try (DataOutputStream out = new DataOutputStream(bytes)) {
        out.writeByte(VERSION);
        out.writeLong(login.begunAt().toEpochMilli());
        byte[] transaction = login.transaction().encode();
        out.writeShort(transaction.length);
        out.write(transaction);
        writeOptional(out, login.tenant());
        out.writeUTF(login.returnUrl().toString());
        out.write(login.antiforgery().bytes());
        Previous previous = login.previous();
        out.writeBoolean(previous != null);
        if (previous != null) {
          write(out, previous);
        }
        out.writeBoolean(login.isSilent());
      } catch (IOException e) {
        throw new UncheckedIOException(e); // cannot happen with an array
      }
      return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, Previous previous) throws IOException {
      out.writeUTF(previous.ref().id().value());
      out.writeInt(previous.ref().indexKeyId());
      out.writeLong(previous.ref().deadline().toEpochMilli());
      out.writeInt(0); // older nodes expect a number here
      out.writeUTF(previous.subject());
      writeOptional(out, previous.providerSession());
    }

    private static void writeOptional(DataOutputStream out, @Nullable String text)
        throws IOException {
      out.writeBoolean(text != null);
      if (text != null) {
        out.writeUTF(text);
      }
    }

    /** Returns empty if the bytes do not have this version's format. */
    static Optional<PendingLogin> decode(byte[] bytes) {
      try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
        return in.readByte() == VERSION ? read(in) : Optional.empty();
      } catch (IOException | RuntimeException e) {
        return Optional.empty();
      }
    }

    private static Optional<PendingLogin> read(DataInputStream in) throws IOException {
      Instant begunAt = Instant.ofEpochMilli(in.readLong());
      Optional<Transaction> transaction = Transaction.decode(in.readNBytes(in.readUnsignedShort()));
      String tenant = readOptional(in);
      URI returnUrl = URI.create(in.readUTF());
      Antiforgery.Value antiforgery = new Antiforgery.Value(in.readNBytes(Antiforgery.Value.BYTES));
      Previous previous = in.readBoolean() ? readPrevious(in) : null;
      // absent in logins begun by older nodes
      boolean isSilent = in.available() > 0 && in.readBoolean();
      return transaction.map(
          tx -> new PendingLogin(tx, tenant, returnUrl, antiforgery, previous, begunAt, isSilent));
    }

    private static Previous readPrevious(DataInputStream in) throws IOException {
      SessionId id = new SessionId(in.readUTF());
      int indexKeyId = in.readInt();
      Instant deadline = Instant.ofEpochMilli(in.readLong());
      var unused = in.readInt();
      String subject = in.readUTF();
      return new Previous(new SessionRef(id, indexKeyId, deadline), subject, readOptional(in));
    }

    private static @Nullable String readOptional(DataInputStream in) throws IOException {
      return in.readBoolean() ? in.readUTF() : null;
    }
  }
}
