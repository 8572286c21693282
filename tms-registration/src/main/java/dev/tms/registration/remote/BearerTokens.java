package dev.tms.registration.remote;

import dev.tms.machine.MachineTokens;
import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;
import dev.tms.registration.remote.RemoteCalls.Tokens;
import dev.tms.token.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A source of bearer tokens for calls. Implementations are thread-safe. */
@FunctionalInterface
public interface BearerTokens {
  /**
   * Returns a valid token.
   *
   * @throws TmsException if there is none
   */
  Secret token();

  /** After a 401, whether {@link #token} may return another token for one retry. */
  default boolean refused() {
    return false;
  }

  /**
   * Always returns this token, without surrounding white space.
   *
   * @throws IllegalArgumentException if it has characters that are not allowed in tokens (RFC 6750
   *     section 2.1)
   */
  static BearerTokens of(Secret token) {
    Secret checked = Tokens.checked(token.reveal());
    return () -> checked;
  }

  /** Reads the token from a file for each call. */
  static BearerTokens fromFile(Path file) {
    return () -> {
      try (InputStream in = Files.newInputStream(file)) {
        return Tokens.checked(
            new String(in.readNBytes(Tokens.MAX_CHARACTERS), StandardCharsets.US_ASCII));
      } catch (NoSuchFileException e) {
        throw unavailable("there is no token file " + file);
      } catch (IllegalArgumentException e) {
        throw unavailable("what " + file + " holds is no bearer token");
      } catch (IOException e) {
        throw unavailable(
            "the token file " + file + " cannot be read (" + e.getClass().getSimpleName() + ")");
      }
    };
  }

  private static TmsException unavailable(String why) {
    return new TmsException(ErrorCode.PROVIDER_UNAVAILABLE, why);
  }

  /** Uses the client credentials token of the machine client with this name. */
  static BearerTokens ofMachine(MachineTokens machines, String name) {
    return new BearerTokens() {
      @Override
      public Secret token() {
        return machines.accessToken(name).value();
      }

      @Override
      public boolean refused() {
        machines.forget(name);
        return true;
      }
    };
  }
}
