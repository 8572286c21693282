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
  private final Messages messages;

  TracedSender(Trace trace, Sender sender) {
    this.trace = trace;
    this.sender = sender;
    this.messages = trace.messages();
  }

  @Override
  public SendOutcome send(Call call) {
    long number = trace.next();
    Instant begin = trace.now();
    trace.learn(block -> request(call, number, block));
    SendOutcome outcome = sender.send(call);
    String time = trace.since(begin);
    trace.write(
        block -> {
          request(call, number, block);
          if (outcome instanceof Answer answer) {
            answer(answer, time, block);
          } else {
            failure((SendFailure) outcome, time, block);
          }
        });
    return outcome;
  }

  private void request(Call call, long number, Block block) {
    String address = trace.masker().target(call.uri().toString());
    block.title("#" + number + " sent " + call.method() + " " + address);
    messages.parameters(call.uri().getRawQuery()).forEach(line -> block.sent("?" + line));
    messages.headers(call.headers()).forEach(block::sent);
    String type = contentType(call);
    messages.body(type, call.body(), false).forEach(block::sent);
  }

  private static @Nullable String contentType(Call call) {
    for (Header header : call.headers()) {
      if (header.name().equalsIgnoreCase("Content-Type")) {
        return header.value();
      }
    }
    return null;
  }

  private void answer(Answer answer, String time, Block block) {
    block.received(answer.status() + ", " + time);
    messages.headers(answer.headers()).forEach(block::received);
    messages
        .body(answer.header("Content-Type"), answer.body(), answer.status() >= 400)
        .forEach(block::received);
  }

  private void failure(SendFailure failure, String time, Block block) {
    String detail = trace.masker().sentence(failure.detail());
    block.received("no answer, " + time + ": " + failure.kind() + ", " + detail);
    block.received(
        failure.neverSent()
            ? "(the other side has not seen the request)"
            : "(the other side may have seen the request)");
  }
}
