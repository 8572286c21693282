package dev.tms.login;

import dev.tms.browser.AntiforgeryValue;
import dev.tms.oidc.Transaction;
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
 * A login between BeginLogin and its callback, as it is sealed into a cookie.
 *
 * @param transaction what the provider's answer is checked against
 * @param tenant the customer domain, where there is one
 * @param returnUrl where to go afterwards
 * @param antiforgery the value that the new session takes over
 * @param previous the session that was live when the login began; null where there was none
 * @param begunAt when it began
 * @param isSilent whether the user sees nothing of it ({@code prompt=none})
 */
record PendingLogin(
    Transaction transaction,
    @Nullable String tenant,
    URI returnUrl,
    AntiforgeryValue antiforgery,
    @Nullable Previous previous,
    Instant begunAt,
    boolean isSilent) {

  /**
   * A session that a login replaces. It stands in the login's cookie because its own may not arrive
   * with the callback: not with a cross-site POST, and not at all with {@code SameSite=Strict}.
   *
   * @param ref to find it in the ledger
   * @param subject {@code sub} of its user
   * @param providerSession {@code sid}, where there is one
   */
  record Previous(SessionRef ref, String subject, @Nullable String providerSession) {
    static Previous of(Session session) {
      User user = session.user();
      return new Previous(session.ref(), user.subject(), user.providerSession());
    }

    /**
     * Whether it certainly belongs to another session at the provider, so that revoking its refresh
     * token cannot touch the tokens of the new one.
     */
    boolean isApartFrom(User user) {
      if (!subject.equals(user.subject())) {
        return true;
      }
      return providerSession != null
          && user.providerSession() != null
          && !providerSession.equals(user.providerSession());
    }
  }

  /** When it began, and nothing else. */
  @Override
  public String toString() {
    return "PendingLogin[" + begunAt + "]";
  }

  /** The bytes of a pending login, before they are sealed. */
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
        throw new UncheckedIOException(e); // an array does not fail
      }
      return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, Previous previous) throws IOException {
      out.writeUTF(previous.ref().id().value());
      out.writeInt(previous.ref().indexKeyId());
      out.writeLong(previous.ref().deadline().toEpochMilli());
      out.writeInt(0); // an older node expects a number here
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

    /** The login in these bytes; empty where they are none of this version. */
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
      AntiforgeryValue antiforgery = AntiforgeryValue.of(in.readNBytes(AntiforgeryValue.BYTES));
      Previous previous = in.readBoolean() ? readPrevious(in) : null;
      // a login that an older node began does not say so
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
