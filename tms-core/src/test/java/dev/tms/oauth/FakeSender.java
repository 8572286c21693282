package dev.tms.oauth;

import dev.tms.http.Header;
import dev.tms.outbound.Sender;
import dev.tms.outbound.Sender.Answer;
import dev.tms.outbound.Sender.Call;
import dev.tms.outbound.Sender.SendFailure;
import dev.tms.outbound.Sender.SendOutcome;
import dev.tms.text.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Answers calls by their path as told, and remembers them. */
public final class FakeSender implements Sender {
  private final Map<String, Function<Call, SendOutcome>> answers = new ConcurrentHashMap<>();

  /** Every call, in order. */
  public final List<Call> calls = new CopyOnWriteArrayList<>();

  @Override
  public SendOutcome send(Call call) {
    calls.add(call);
    Function<Call, SendOutcome> answer = answers.get(call.uri().getPath());
    return answer == null ? text(404, "text/plain", "not here") : answer.apply(call);
  }

  /** Calls to this path are answered so. */
  public FakeSender on(String path, Function<Call, SendOutcome> answer) {
    answers.put(path, answer);
    return this;
  }

  /** Calls to this path are answered so. */
  public FakeSender on(String path, SendOutcome answer) {
    return on(path, call -> answer);
  }

  /** Number of calls to this path. */
  public int count(String path) {
    return (int) calls.stream().filter(call -> call.uri().getPath().equals(path)).count();
  }

  /** The last call to this path. */
  public Call last(String path) {
    return calls.stream()
        .filter(call -> call.uri().getPath().equals(path))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  /** A JSON answer. */
  public static Answer json(int status, Map<String, ?> members) {
    return new Answer(
        status, List.of(new Header("Content-Type", "application/json")), Json.write(members));
  }

  /** Any answer. */
  public static Answer text(int status, String contentType, String body) {
    return new Answer(
        status,
        List.of(new Header("Content-Type", contentType)),
        body.getBytes(StandardCharsets.UTF_8));
  }

  /** No answer. */
  public static SendFailure failure(SendFailure.Kind kind) {
    return new SendFailure(kind, "as told: " + kind);
  }
}
