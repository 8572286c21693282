package dev.tms.trace;

import dev.tms.http.Header;
import dev.tms.oauth.FakeSender;
import dev.tms.outbound.Sender.Answer;
import dev.tms.outbound.Sender.Call;
import dev.tms.outbound.Sender.SendOutcome;
import dev.tms.testkit.ManualClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A trace of exchanges with a made-up provider, and what was written down. */
final class Notebook {
  static final String FORM = "application/x-www-form-urlencoded";
  static final String JSON = "application/json";

  final List<String> blocks = new CopyOnWriteArrayList<>();
  final ManualClock clock = new ManualClock();
  final FakeSender sender = new FakeSender();
  final Trace trace = new Trace(blocks::add, clock, new SecureRandom());

  /** The block of one exchange: a form that is posted, and its answer. */
  String post(String form, SendOutcome answer) {
    return post(form, List.of(), answer);
  }

  String post(String form, List<Header> headers, SendOutcome answer) {
    return send(call("POST", "https://id.example/token", headers, form), answer);
  }

  /** The block of a GET with this answer. */
  String get(SendOutcome answer) {
    return get("https://id.example/userinfo", answer);
  }

  String get(String uri, SendOutcome answer) {
    return send(call("GET", uri, List.of(), ""), answer);
  }

  String send(Call call, SendOutcome answer) {
    sender.on(call.uri().getPath(), answer);
    SendOutcome passedOn = trace.around(sender).send(call);
    if (passedOn != answer) {
      throw new AssertionError("the trace changes the answer");
    }
    return blocks.get(blocks.size() - 1);
  }

  static Call call(String method, String uri, List<Header> headers, String form) {
    List<Header> all = new java.util.ArrayList<>(headers);
    if (!form.isEmpty()) {
      all.add(new Header("Content-Type", FORM));
    }
    return new Call(
        method,
        URI.create(uri),
        all,
        form.getBytes(StandardCharsets.UTF_8),
        Duration.ofSeconds(5),
        1 << 20);
  }

  static Answer json(int status, String body) {
    return answer(status, JSON, body);
  }

  static Answer answer(int status, String type, String body) {
    return FakeSender.text(status, type, body);
  }

  /** The text with every mark the same, for comparisons. */
  static String withoutMarks(String text) {
    return text.replaceAll("#[0-9a-f]{6}\\b", "#......");
  }
}
