package dev.tms.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.SocketTimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** What servers answer with. */
final class Answers {
  private static final Pattern CODE = Pattern.compile("[A-Z]{2,20}");

  private Answers() {}

  /** The word that an error begins with; the rest may quote what was sent. */
  static String codeOf(JedisDataException error) {
    Matcher code = CODE.matcher(error.getMessage() == null ? "" : error.getMessage());
    return code.lookingAt() ? code.group() : "ERR";
  }

  /** Why there is no answer: one that closes the connection at once has not been slow. */
  static String missing(JedisException problem, String when) {
    for (Throwable at = problem; at != null; at = at.getCause()) {
      if (at instanceof SocketTimeoutException) {
        return "gave no answer " + when;
      }
    }
    return "closed the connection without an answer: is it a Redis without TLS, does it take"
        + " further clients, does a proxy in between reach it?";
  }

  static String text(@Nullable Object answer) {
    return answer instanceof byte[] bytes ? new String(bytes, UTF_8) : String.valueOf(answer);
  }
}
