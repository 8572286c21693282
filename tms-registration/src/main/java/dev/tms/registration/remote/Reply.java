package dev.tms.registration.remote;

import dev.tms.outbound.Sender.Answer;
import dev.tms.registration.document.JsonText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** An answer of status 200 to 299. Immutable. */
public final class Reply {
  private final Answer answer;

  Reply(Answer answer) {
    this.answer = answer;
  }

  public int status() {
    return answer.status();
  }

  /** Where what was made is, as the provider says it. */
  public Optional<String> location() {
    return Optional.ofNullable(answer.header("Location"));
  }

  /** Its body; empty where there is none or it is not UTF-8. It may have secrets in it. */
  public Optional<String> text() {
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(answer.body())).toString();
      return text.isBlank() ? Optional.empty() : Optional.of(text);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /**
   * Its JSON value: a text, truth value, {@link Number}, list or map; empty where it is null or no
   * JSON.
   */
  public Optional<Object> json() {
    return text().flatMap(JsonText::read);
  }

  @Override
  public String toString() {
    return "Reply[" + status() + "]";
  }
}
