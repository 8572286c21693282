package dev.tms.registration.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.http.Header;
import dev.tms.registration.doctor.Seen.ClockSkew;
import dev.tms.registration.remote.RemoteCalls.HttpDate;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClockSkewTest {
  private static final Instant DATE = Instant.parse("1994-11-06T08:49:37Z");
  private static final Duration TOOK = Duration.ofMillis(300);

  @Test
  void between_sameClocks_mayBeNone() {
    // asked at .8, answered at 1.1 of the same clock: the date says 0 or 1
    Instant asked = DATE.plusMillis(800);

    assertThat(ClockSkew.between(asked, TOOK, DATE))
        .isEqualTo(new ClockSkew(Duration.ofMillis(-1100), Duration.ofMillis(200)));
    assertThat(ClockSkew.between(asked, TOOK, DATE).certain()).isZero();
    assertThat(ClockSkew.between(asked, TOOK, DATE.plusSeconds(1)).certain()).isZero();
    assertThat(ClockSkew.between(asked, TOOK, DATE).certain()).isZero();
  }

  @Test
  void between_theirsAhead_isCertainByTheSlowestAnswer() {
    ClockSkew skew = ClockSkew.between(DATE, TOOK, DATE.plusSeconds(60));

    assertThat(skew.isAhead()).isTrue();
    assertThat(skew.certain()).isEqualTo(Duration.ofMillis(59_700));
  }

  @Test
  void between_theirsBehind_isCertainByTheResolution() {
    ClockSkew skew = ClockSkew.between(DATE, TOOK, DATE.minusSeconds(60));

    assertThat(skew.isAhead()).isFalse();
    assertThat(skew.certain()).isEqualTo(Duration.ofSeconds(59));
  }

  @Test
  void between_ourClockSetBackMeanwhile_isStillAnInterval() {
    assertThat(ClockSkew.between(DATE, Duration.ofSeconds(-5), DATE).certain()).isZero();
  }

  @Test
  void seen_answerOfACache_tellsNothing() {
    Header date = new Header("date", "Sun, 06 Nov 1994 08:49:37 GMT");

    assertThat(seen(date).clockSkew()).isPresent();
    assertThat(seen(date, new Header("Age", "12")).clockSkew()).isEmpty();
    assertThat(seen().clockSkew()).isEmpty();
    assertThat(seen(new Header("Date", "yesterday")).clockSkew()).isEmpty();
  }

  @Test
  void date_inEachFormat_isRead() {
    assertThat(HttpDate.parse(" Sun, 06 Nov 1994 08:49:37 GMT")).contains(DATE);
    assertThat(HttpDate.parse("Sun Nov  6 08:49:37 1994")).contains(DATE);
    assertThat(HttpDate.parse("Wednesday, 06-Nov-24 08:49:37 GMT"))
        .contains(Instant.parse("2024-11-06T08:49:37Z"));
    assertThat(HttpDate.parse("1994-11-06T08:49:37Z")).isEmpty();
  }

  private static Seen seen(Header... headers) {
    return new Seen(URI.create("http://a/"), 200, List.of(headers), new byte[0], DATE, TOOK);
  }
}
