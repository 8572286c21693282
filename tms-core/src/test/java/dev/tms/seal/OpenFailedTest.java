package dev.tms.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsEvent.OpenFailed.Reason;
import dev.tms.http.SameSite;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.web.CookiePolicy;
import dev.tms.web.Cookies;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The outcome is one and the same for anyone who sent the value; operators get a coarse reason. */
class OpenFailedTest {
  private static final byte[] PLAIN = "plain".getBytes(UTF_8);

  private final SealRig rig = new SealRig();
  private final Sealer sealer = new Sealer(rig.open(Keys.inMemory()), SealRig.SCOPE);
  private final SealedCookie cookie =
      new SealedCookie(new CookiePolicy("tms", SameSite.LAX, false), "", sealer, Purpose.SESSION);

  @Test
  void open_notSealedAtAll_isMalformed() {
    assertThat(sealer.open(Purpose.SESSION, new byte[3])).isEmpty();
    assertThat(sealer.openText(Purpose.SESSION, "no base64!")).isEmpty();

    assertThat(rig.events).hasSize(2).containsOnly(failed(Reason.MALFORMED));
  }

  @Test
  void open_keyOfSomebodyElse_isUnknownKey() {
    byte[] foreign = SealRig.sealer().seal(Purpose.SESSION, PLAIN);

    assertThat(sealer.open(Purpose.SESSION, foreign)).isEmpty();

    assertThat(rig.events).containsExactly(failed(Reason.UNKNOWN_KEY));
  }

  @Test
  void open_otherPurposeOrAltered_isRefused() {
    byte[] other = sealer.seal(Purpose.LOGIN, PLAIN);
    byte[] altered = sealer.seal(Purpose.SESSION, PLAIN);
    altered[altered.length - 1] ^= 1;

    assertThat(sealer.open(Purpose.SESSION, other)).isEmpty();
    assertThat(sealer.open(Purpose.SESSION, altered)).isEmpty();

    assertThat(rig.events).hasSize(2).containsOnly(failed(Reason.REFUSED));
  }

  @Test
  void cookie_twiceOrInPieces_saysWhich() {
    read("tms=1aaaa; tms=1bbbb");
    read("tms=7aaaa");
    read("tms=2aaaa");

    assertThat(rig.events)
        .containsExactly(
            failed(Reason.REPEATED), failed(Reason.MALFORMED), failed(Reason.MALFORMED));
  }

  @Test
  void cookie_good_isSilent() {
    read("tms=" + cookie.write(PLAIN).get(0).value());

    assertThat(rig.events).isEmpty();
  }

  private void read(String header) {
    var unused = cookie.read(Cookies.parse(List.of(header)));
  }

  private static TmsEvent failed(Reason reason) {
    return new TmsEvent.OpenFailed("session", reason);
  }
}
