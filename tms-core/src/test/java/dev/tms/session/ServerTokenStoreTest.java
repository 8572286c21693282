package dev.tms.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.event.TmsEvent;
import dev.tms.http.SetCookie;
import dev.tms.problem.ErrorCode;
import dev.tms.seal.Keys;
import dev.tms.seal.Keys.KeyInfo;
import dev.tms.seal.Keys.KeyRotation;
import dev.tms.seal.SealedCookie;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.session.TokenStore.LoadOutcome;
import dev.tms.store.StoreUnavailableException;
import dev.tms.token.Secret;
import dev.tms.token.TokenSet;
import dev.tms.web.Cookies;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerTokenStoreTest {
  private final HeldRig rig = new HeldRig();
  private final Session session = rig.session();

  private Cookies begin() {
    return HeldRig.cookies(rig.tokens.begin(session, DeviceLabel.UNKNOWN));
  }

  @Test
  void load_begun_isTheSession() {
    Session loaded = rig.load(begin());

    assertThat(loaded.id()).isEqualTo(session.id());
    assertThat(loaded.tokens().refreshToken()).isEqualTo(Secret.of("rt-0"));
    assertThat(loaded.tokens().idToken()).isEqualTo(Secret.of("id-token"));
  }

  @Test
  void begin_withoutKeepingIdTokens_keepsNone() {
    Cookies cookies = HeldRig.cookies(rig.tokens(false).begin(session, DeviceLabel.UNKNOWN));

    assertThat(rig.load(cookies).tokens().idToken()).isNull();
  }

  @Test
  @DisplayName("Lesson 44: chunks of a session that was kept in cookies are cleared")
  void begin_clearsTheChunksThatItDoesNotWrite() {
    List<SetCookie> set = rig.tokens.begin(session, DeviceLabel.UNKNOWN);

    assertThat(set).hasSize(4).filteredOn(SetCookie::clear).hasSize(3);
    assertThat(rig.tokens.clear()).hasSize(4).allMatch(SetCookie::clear);
  }

  @Test
  @DisplayName("Lesson 39: the handle is random and new every time")
  void begin_again_handleDiffers() {
    String one = rig.tokens.begin(session, DeviceLabel.UNKNOWN).get(0).value();

    assertThat(rig.tokens.begin(session, DeviceLabel.UNKNOWN).get(0).value()).isNotEqualTo(one);
    assertThat(SessionHandle.SECRET_BYTES * 8).isEqualTo(256);
  }

  @Test
  void load_rightSessionWrongSecret_isUnopenable() {
    begin();
    SessionHandle forged = SessionHandle.random(session.ref(), rig.random);
    SealedCookie cookie = new SealedCookie(HeldRig.COOKIES, "", rig.sealer, Purpose.HANDLE);

    assertThat(rig.tokens.load(HeldRig.cookies(cookie.write(forged.encode()))))
        .isInstanceOf(LoadOutcome.Unopenable.class);
  }

  @Test
  void load_sessionSealedIntoTheCookieItself_isUnopenable() {
    CookieTokenStore inCookies = new CookieTokenStore(HeldRig.COOKIES, rig.sealer, true);

    assertThat(rig.tokens.load(HeldRig.cookies(inCookies.save(session))))
        .isInstanceOf(LoadOutcome.Unopenable.class);
    assertThat(inCookies.load(begin())).isInstanceOf(LoadOutcome.Unopenable.class);
  }

  @Test
  void load_noCookie_isAbsent() {
    assertThat(rig.tokens.load(Cookies.parse(List.of()))).isInstanceOf(LoadOutcome.Absent.class);
  }

  @Test
  @DisplayName("Pain 23: a store that is down is no sign-out")
  void load_storeDown_isUnavailable() {
    Cookies cookies = begin();
    rig.store.down();

    assertThat(rig.tokens.load(cookies)).isInstanceOf(LoadOutcome.Unavailable.class);
    assertThat(rig.events).contains(new TmsEvent.StoreFailed("session"));
    rig.store.up();
    assertThat(rig.tokens.load(cookies)).isInstanceOf(LoadOutcome.Loaded.class);
  }

  @Test
  void load_entryGone_saysNoSessionOrTheAbsoluteLimit() {
    Cookies cookies = begin();
    rig.store.close();

    assertThat(rig.tokens.load(cookies)).isEqualTo(new LoadOutcome.Gone(ErrorCode.NO_SESSION));
    rig.pass(Duration.ofHours(12));
    assertThat(rig.tokens.load(cookies))
        .isEqualTo(new LoadOutcome.Gone(ErrorCode.ABSOLUTE_TIMEOUT));
  }

  @Test
  void begin_storeDown_throws() {
    rig.store.down();

    assertThatThrownBy(this::begin).isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void save_newerGeneration_replacesAndSetsNoCookie() {
    Cookies cookies = begin();

    assertThat(rig.tokens.save(HeldRig.renewed(session, 1))).isEmpty();

    assertThat(rig.load(cookies).generation()).isEqualTo(1);
    assertThat(rig.load(cookies).tokens().refreshToken()).isEqualTo(Secret.of("rt-1"));
  }

  @Test
  @DisplayName("Pain 5: an older generation is never written over a newer one")
  void save_olderOrSameGeneration_changesNothing() {
    Cookies cookies = begin();
    rig.tokens.save(HeldRig.renewed(session, 3));

    rig.tokens.save(HeldRig.renewed(session, 2));
    rig.tokens.save(
        session.withTokens(new TokenSet(java.util.Map.of(), null, null, null)).withGeneration(3));

    assertThat(rig.load(cookies).tokens().refreshToken()).isEqualTo(Secret.of("rt-3"));
  }

  @Test
  void save_manyAtOnce_theNewestStays() {
    Cookies cookies = begin();

    IntStream.rangeClosed(1, 200)
        .parallel()
        .forEach(generation -> rig.tokens.save(HeldRig.renewed(session, generation)));

    assertThat(rig.load(cookies).generation()).isEqualTo(200);
  }

  @Test
  @DisplayName(
      "Section 3 defect: a renewal of a session that was just ended does not bring it back")
  void save_afterEnd_doesNotBringItBack() {
    Cookies cookies = begin();
    rig.tokens.end(session.ref(), ErrorCode.LOGGED_OUT);

    rig.tokens.save(HeldRig.renewed(session, 1));

    assertThat(rig.tokens.load(cookies)).isEqualTo(new LoadOutcome.Gone(ErrorCode.LOGGED_OUT));
  }

  @Test
  void save_entryGone_doesNotBringItBack() {
    Cookies cookies = begin();
    rig.store.close();

    rig.tokens.save(HeldRig.renewed(session, 1));

    assertThat(rig.tokens.load(cookies)).isInstanceOf(LoadOutcome.Gone.class);
  }

  @Test
  void save_storeDown_isKeptHereAndWrittenWhenTheStoreIsBack() {
    Cookies cookies = begin();
    rig.store.down();

    rig.tokens.save(HeldRig.renewed(session, 1));

    assertThat(rig.events).contains(new TmsEvent.PublishFailed());
    rig.store.up();
    assertThat(rig.load(cookies).generation()).isEqualTo(1);
    LoadOutcome elsewhere = rig.tokens(true).load(cookies);
    assertThat(((LoadOutcome.Loaded) elsewhere).session().generation()).isEqualTo(1);
  }

  @Test
  void end_returnsTheNewestAndForgetsTheTokens() {
    Cookies cookies = begin();
    rig.tokens.save(HeldRig.renewed(session, 1));

    assertThat(rig.tokens.end(session.ref(), ErrorCode.LOGGED_OUT).orElseThrow().generation())
        .isEqualTo(1);

    assertThat(rig.tokens.load(cookies)).isEqualTo(new LoadOutcome.Gone(ErrorCode.LOGGED_OUT));
    assertThat(rig.tokens.end(session.ref(), ErrorCode.LOGGED_OUT)).isEmpty();
  }

  @Test
  void end_afterAnUnsavedRefresh_returnsThat() {
    begin();
    rig.store.down();
    rig.tokens.save(HeldRig.renewed(session, 1));
    rig.store.up();

    assertThat(rig.tokens.end(session.ref(), ErrorCode.LOGGED_OUT).orElseThrow().generation())
        .isEqualTo(1);
  }

  @Test
  void end_storeDown_throws() {
    begin();
    rig.store.down();

    assertThatThrownBy(() -> rig.tokens.end(session.ref(), ErrorCode.LOGGED_OUT))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void begin_tooLarge_namesTheTokenAndKeepsNothing() {
    StringBuilder huge = new StringBuilder();
    Random random = new Random(1);
    while (huge.length() < 90_000) {
      huge.append((char) ('!' + random.nextInt(90)));
    }
    Session large =
        session.withTokens(
            new TokenSet(session.tokens().accessTokens(), Secret.of(huge.toString()), null, null));

    assertThatThrownBy(() -> rig.tokens.begin(large, DeviceLabel.UNKNOWN))
        .isInstanceOf(Session.TooLargeException.class)
        .hasMessageContaining("refresh");
    assertThat(rig.store.size()).isZero();
  }

  @Test
  void handle_text_revealsNothing() {
    assertThat(SessionHandle.random(session.ref(), rig.random).toString())
        .isEqualTo("SessionHandle[redacted]");
  }

  @Test
  @DisplayName("Pain 12: a promoted key leaves sessions alone, and seals them anew")
  void reseal_afterAPromotion_isNotStaleAnyMore(@TempDir Path folder) {
    Keys keys = Keys.file(folder.resolve("keys.json"));
    HeldRig node = HeldRig.with(keys);
    Session old = node.session();
    Cookies cookies = HeldRig.cookies(node.tokens.begin(old, DeviceLabel.UNKNOWN));
    KeyInfo added = KeyRotation.of(keys).add();
    KeyRotation.of(keys).promote(added.id());
    node.pass(Duration.ofSeconds(61));
    node.ring.refreshIfDue();

    LoadOutcome.Loaded stale = (LoadOutcome.Loaded) node.tokens.load(cookies);
    List<SetCookie> resealed = node.tokens.reseal(stale.session());

    assertThat(stale.stale()).isTrue();
    LoadOutcome.Loaded again = (LoadOutcome.Loaded) node.tokens.load(HeldRig.cookies(resealed));
    assertThat(again.stale()).isFalse();
    assertThat(again.session().id()).isEqualTo(old.id());
    assertThat(((LoadOutcome.Loaded) node.tokens.load(cookies)).session().id())
        .as("the secret is the same")
        .isEqualTo(old.id());
  }
}
