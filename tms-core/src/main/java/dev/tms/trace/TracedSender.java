package dev.tms.trace;

import dev.tms.http.Header;
import dev.tms.outbound.Answer;
import dev.tms.outbound.Call;
import dev.tms.outbound.SendFailure;
import dev.tms.outbound.SendOutcome;
import dev.tms.outbound.Sender;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes down what another sender sends, and what comes back. Thread-safe. */
final class TracedSender implements Sender {
  private final Trace trace;
  private final Sender sender;

  TracedSender(Trace trace, Sender sender) {
    this.trace = trace;
    this.sender = sender;
  }

  @Override
  public SendOutcome send(Call call) {
    long number = trace.next();
    Instant begin = trace.now();
    SendOutcome outcome = sender.send(call);
    String time = trace.since(begin);
    Masker masker = trace.masker();
    Messages messages = new Messages(masker);
    trace.write(
        block -> {
          block.title(
              "#" + number + " sent " + call.method() + " " + masker.target(call.uri().toString()));
          messages.parameters(call.uri().getRawQuery()).forEach(line -> block.sent("?" + line));
          messages.headers(call.headers()).forEach(block::sent);
          messages.body(contentType(call), call.body(), false).forEach(block::sent);
          if (outcome instanceof Answer answer) {
            block.received(answer.status() + ", " + time);
            messages.headers(answer.headers()).forEach(block::received);
            messages
                .body(answer.header("Content-Type"), answer.body(), answer.status() >= 400)
                .forEach(block::received);
          } else {
            failure((SendFailure) outcome, masker, time, block);
          }
        });
    return outcome;
  }

  private static @Nullable String contentType(Call call) {
    for (Header header : call.headers()) {
      if (header.name().equalsIgnoreCase("Content-Type")) {
        return header.value();
      }
    }
    return null;
  }

  private static void failure(SendFailure failure, Masker masker, String time, Block block) {
    String detail = masker.text(failure.detail());
    block.received("no answer, " + time + ": " + failure.kind() + ", " + detail);
    block.received(
        failure.neverSent()
            ? "(the other side has not seen the request)"
            : "(the other side may have seen the request)");
  }
}
