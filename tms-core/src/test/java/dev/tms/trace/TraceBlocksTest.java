package dev.tms.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.http.Request;
import dev.tms.http.Request.Body;
import dev.tms.http.Response;
import dev.tms.outbound.Sender;
import dev.tms.outbound.Sender.Answer;
import dev.tms.outbound.Sender.SendFailure;
import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;
import dev.tms.trace.Trace.Visit;
import dev.tms.web.Parameters;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Blocks: whole, numbered, timed, and in no one's way. */
final class TraceBlocksTest {
  private final Notebook notebook = new Notebook();

  @Test
  void exchange_thatTookTime_saysHowLong() {
    notebook.sender.on(
        "/token",
        call -> {
          notebook.clock.advance(Duration.ofMillis(1234));
          return Notebook.json(200, "{}");
        });

    notebook
        .trace
        .around(notebook.sender)
        .send(Notebook.call("GET", "https://id.example/token", List.of(), ""));

    assertThat(notebook.blocks).singleElement().asString().contains("    < 200, 1234 ms\n");
  }

  @Test
  void exchange_withoutAnswer_saysWhy() {
    assertThat(notebook.get(new SendFailure(SendFailure.Kind.TIMED_OUT, "no whole answer in time")))
        .contains(
            "    < no answer, 0 ms: TIMED_OUT, no whole answer in time\n",
            "    < (the other side may have seen the request)\n");
    assertThat(notebook.get(new SendFailure(SendFailure.Kind.BUSY, "too many calls")))
        .contains("BUSY", "    < (the other side has not seen the request)\n");
  }

  @Test
  void exchanges_atOnce_areWholeBlocksWithNumbersOfTheirOwn() throws Exception {
    Sender traced = notebook.trace.around(notebook.sender);
    notebook.sender.on("/token", Notebook.json(200, "{\"expires_in\":1}"));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    for (int i = 0; i < 200; i++) {
      String form = "grant_type=x&code=code-number-" + i;
      threads.execute(
          () -> traced.send(Notebook.call("POST", "https://id.example/token", List.of(), form)));
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();

    assertThat(notebook.blocks)
        .hasSize(200)
        .allSatisfy(
            block ->
                assertThat(Notebook.withoutMarks(block))
                    .matches(
                        "#\\d+ sent POST https://id.example/token\n"
                            + "    > Content-Type: application/x-www-form-urlencoded\n"
                            + "    > grant_type=x\n"
                            + "    > code=<secret, 1[3-5] characters, #......>\n"
                            + "    < 200, 0 ms\n"
                            + "    < Content-Type: application/json\n"
                            + "    < \\{\n    <   \"expires_in\": 1\n    < }\n"));
    assertThat(notebook.blocks.stream().map(block -> block.split(" ", 2)[0]))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, 200).mapToObj(i -> "#" + i).toList());
  }

  @Test
  void exchange_whoseSinkThrows_goesOn() {
    Answer answer = Notebook.json(200, "{}");
    Trace broken =
        new Trace(
            block -> {
              throw new IllegalStateException(block);
            },
            notebook.clock,
            new java.security.SecureRandom());

    notebook.sender.on("/x", answer);

    assertThat(
            broken
                .around(notebook.sender)
                .send(Notebook.call("GET", "https://id.example/x", List.of(), "")))
        .isSameAs(answer);
  }

  @Test
  void visit_withAForm_showsItAndLeavesItToBeRead() {
    Asked request = new Asked("code=abcdefgh&state=xyz1&error=no");
    Visit visit = notebook.trace.visit(request);

    assertThat(Parameters.ofForm(visit.request()).first("code")).isEqualTo("abcdefgh");
    visit.answered(
        Response.status(303)
            .header("Location", "https://shop.example/?error=x")
            .header("X-Y", "z")
            .build());

    assertThat(notebook.blocks).hasSize(2);
    assertThat(notebook.blocks.get(0))
        .startsWith("#1 received POST /callback\n")
        .contains("< ?x=<text, 1 characters", "< code=<secret, 8 ch", "< error=no\n");
    assertThat(notebook.blocks.get(1))
        .isEqualTo(
            "#1 answered 303, 0 ms\n    > Location: https://shop.example/\n    >   ?error=x\n");
  }

  @Test
  void visit_withAFormThatIsTooLarge_meetsWhatItWouldHaveMet() {
    Visit visit = notebook.trace.visit(new Asked("x=1&".repeat(50_000)));

    assertThatThrownBy(() -> Parameters.ofForm(visit.request()))
        .isInstanceOfSatisfying(
            TmsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REQUEST_TOO_LARGE));
    visit.failed(new TmsException(ErrorCode.REQUEST_TOO_LARGE, "hidden"));

    assertThat(notebook.blocks.get(1)).isEqualTo("#1 failed, 0 ms: request_too_large\n");
  }

  /** A posted form. */
  private record Asked(String form) implements Request {
    @Override
    public String method() {
      return "POST";
    }

    @Override
    public String path() {
      return "/callback";
    }

    @Override
    public String query() {
      return "x=y";
    }

    @Override
    public List<String> headers(String name) {
      return name.equalsIgnoreCase("Content-Type") ? List.of(Notebook.FORM) : List.of();
    }

    @Override
    public Body body() {
      boolean[] read = {false};
      return Body.of(
          () -> {
            if (read[0]) {
              throw new IllegalStateException("read twice");
            }
            read[0] = true;
            return new ByteArrayInputStream(form.getBytes(StandardCharsets.UTF_8));
          });
    }
  }
}
