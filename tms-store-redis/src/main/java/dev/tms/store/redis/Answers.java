package dev.tms.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.exceptions.JedisDataException;

/** What servers answer with. */
final class Answers {
  private static final Pattern CODE = Pattern.compile("[A-Z]{2,20}");

  private Answers() {}

  /** The word that an error begins with; the rest may quote what was sent. */
  static String codeOf(JedisDataException error) {
    Matcher code = CODE.matcher(error.getMessage() == null ? "" : error.getMessage());
    return code.lookingAt() ? code.group() : "ERR";
  }

  static String text(Object answer) {
    return answer instanceof byte[] bytes ? new String(bytes, UTF_8) : String.valueOf(answer);
  }
}
