package dev.tms.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.compact.CompactReader.MalformedException;
import dev.tms.compact.CompactWriter;
import dev.tms.session.SessionWriter.Field;
import dev.tms.token.AccessToken;
import dev.tms.token.Claims;
import dev.tms.token.Secret;
import dev.tms.token.TokenSet;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionCodecTest {
  static Stream<Session> samples() {
    return Stream.concat(
        SessionSamples.FLOWS.stream().map(SessionSamples::keycloak),
        Stream.of(SessionSamples.opaque(), SessionSamples.full(), SessionSamples.least()));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void decode_encoded_isTheSession(Session session) {
    assertThat(SessionReader.decode(SessionWriter.encode(session))).contains(session);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void encode_length_isAMultipleOfTheBlock(Session session) {
    assertThat(SessionWriter.encode(session).length % 16).isZero();
  }

  @Test
  void encode_fractionsOfSeconds_areCutTowardsThePast() {
    Session session = SessionSamples.least();
    Instant early = Instant.parse("1969-12-31T23:59:58.999999999Z");
    Session fine =
        new Session(
            session.id(),
            0,
            0,
            "",
            null,
            session.user(),
            early,
            Instant.parse("2031-01-01T00:00:00.999Z"),
            session.antiforgery(),
            session.tokens());

    Session once = SessionReader.decode(SessionWriter.encode(fine)).orElseThrow();

    assertThat(once.issuedAt()).isEqualTo("1969-12-31T23:59:58Z");
    assertThat(once.deadline()).isEqualTo("2031-01-01T00:00:00Z");
    assertThat(SessionReader.decode(SessionWriter.encode(once))).contains(once);
  }

  @Test
  void encode_extremeTimes_comeBack() {
    Session session = SessionSamples.least();
    Instant most = Instant.ofEpochSecond(Instant.MAX.getEpochSecond());
    Session extreme =
        new Session(
            session.id(),
            Integer.MAX_VALUE,
            Integer.MIN_VALUE,
            "",
            null,
            session.user(),
            Instant.MIN,
            most,
            session.antiforgery(),
            session.tokens());

    assertThat(SessionReader.decode(SessionWriter.encode(extreme))).contains(extreme);
  }

  @Test
  void encode_emptyTenant_isNotNoTenant() {
    Session session = SessionSamples.least();
    Session empty =
        new Session(
            session.id(),
            0,
            0,
            "",
            "",
            session.user(),
            session.issuedAt(),
            session.deadline(),
            session.antiforgery(),
            session.tokens());

    assertThat(SessionReader.decode(SessionWriter.encode(empty))).contains(empty);
  }

  @Test
  void encode_sameSessionTwice_givesTheSameBytes() {
    assertThat(SessionWriter.encode(SessionSamples.full()))
        .isEqualTo(SessionWriter.encode(SessionSamples.full()));
  }

  @Test
  @DisplayName("Section 2 lesson 13: a format that is not known is a new login, not an error")
  void decode_anotherVersion_isNoSession() {
    byte[] bytes = SessionWriter.encode(SessionSamples.full());
    for (int version = 0; version < 256; version++) {
      bytes[0] = (byte) version;
      assertThat(SessionReader.decode(bytes).isPresent()).isEqualTo(version == 1);
    }
  }

  @Test
  @DisplayName("Section 2 lesson 14: damaged content is no session, not an error")
  void decode_everyTruncation_isNoSession() {
    byte[] bytes = SessionWriter.encode(SessionSamples.full());
    for (int length = 0; length < bytes.length; length++) {
      int padding = bytes.length - length;
      // bytes of the padding may be missing: the end was already read
      boolean onlyPadding = padding < 16 && allZero(bytes, length - 1);
      assertThat(SessionReader.decode(Arrays.copyOf(bytes, length)).isPresent())
          .as("cut to %d of %d", length, bytes.length)
          .isEqualTo(onlyPadding);
    }
  }

  private static boolean allZero(byte[] bytes, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  @Test
  void decode_paddingNotZeroOrTooLong_isNoSession() {
    byte[] bytes = SessionWriter.encode(SessionSamples.full());

    byte[] longer = Arrays.copyOf(bytes, bytes.length + 16);
    byte[] other = bytes.clone();
    other[other.length - 1] ^= 1;

    assertThat(SessionReader.decode(longer)).isEmpty();
    assertThat(SessionReader.decode(other)).isEmpty();
  }

  @Test
  void decode_unknownOptionalFields_areSkipped() {
    byte[] bytes =
        written(
            out -> {
              out.number(32, 5);
              out.bytes(33, new byte[40]);
              out.text(34, "a text with sid F-48qnGqfzjftTtykBdmI2Ve");
              out.token(35, SessionSamples.keycloak("spa_pkce").tokens().idToken());
              out.token(63, Secret.of("opaque token"));
              out.text(36, "F-48qnGqfzjftTtykBdmI2Ve");
            });

    assertThat(SessionReader.decode(bytes)).contains(SessionSamples.least());
  }

  @Test
  void decode_unknownCriticalField_isNoSession() {
    assertThat(SessionReader.decode(written(out -> out.number(31, 5)))).isEmpty();
    assertThat(SessionReader.decode(written(out -> out.bytes(Field.DPOP_KEY, new byte[3]))))
        .isEmpty();
  }

  @Test
  void decode_fieldTwiceOrOfAnotherKind_isNoSession() {
    assertThat(SessionReader.decode(written(out -> {}))).isPresent();
    assertThat(SessionReader.decode(written(out -> out.bytes(Field.ID, new byte[16])))).isEmpty();
    assertThat(SessionReader.decode(written(out -> out.text(Field.TENANT, "acme")))).isEmpty();
    assertThat(SessionReader.decode(written(out -> out.number(Field.GENERATION, -1)))).isEmpty();
    assertThat(SessionReader.decode(written(out -> out.number(Field.GENERATION, 1L << 31))))
        .isEmpty();
    assertThat(
            SessionReader.decode(
                written(out -> out.number(Field.REFRESH_EXPIRES_AT, Long.MAX_VALUE))))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[1]", "{\"a\":1,\"a\":2}", "{\"a\":1}x"})
  void decode_claimsThatAreNoObject_areRefusedOnEachUse(String json) {
    Claims claims =
        SessionReader.decode(written(out -> out.text(Field.CLAIMS, json)))
            .orElseThrow()
            .user()
            .claims();

    assertThatThrownBy(claims::values).isInstanceOf(MalformedException.class);
    assertThatThrownBy(claims::values).isInstanceOf(MalformedException.class);
  }

  @Test
  void decode_accessTokenIncompleteOrOutOfPlace_isNoSession() {
    Secret token = Secret.of("t");
    assertThat(SessionReader.decode(written(out -> out.token(Field.ACCESS_TOKEN, token))))
        .isEmpty();
    assertThat(SessionReader.decode(written(out -> out.number(Field.ACCESS_ISSUED_AT, 0))))
        .isEmpty();
    Consumer<CompactWriter> complete =
        out -> {
          out.token(Field.ACCESS_TOKEN, token);
          out.number(Field.ACCESS_ISSUED_AT, 0);
          out.number(Field.ACCESS_EXPIRES_AT, 0);
        };
    assertThat(SessionReader.decode(written(complete))).isPresent();
    assertThat(SessionReader.decode(written(complete.andThen(complete)))).isEmpty();
  }

  @Test
  void decode_missingField_isNoSession() {
    CompactWriter out = new CompactWriter(1, 0);
    out.bytes(Field.ID, new byte[16]);

    assertThat(SessionReader.decode(out.finish())).isEmpty();
    assertThat(SessionReader.decode(new CompactWriter(1, 0).finish())).isEmpty();
  }

  @Test
  void encode_moreAccessTokensThanAllowed_isRefused() {
    assertThat(SessionReader.decode(SessionWriter.encode(withAccessTokens(64)))).isPresent();
    assertThatThrownBy(() -> SessionWriter.encode(withAccessTokens(65)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void decode_moreAccessTokensThanAllowed_isNoSession() {
    assertThat(
            SessionReader.decode(
                written(
                    out -> {
                      for (int i = 0; i < 65; i++) {
                        out.token(Field.ACCESS_TOKEN, Secret.of("t"));
                        out.bytes(Field.RESOURCE, new byte[] {(byte) i, 'r'});
                        out.number(Field.ACCESS_ISSUED_AT, 0);
                        out.number(Field.ACCESS_EXPIRES_AT, 0);
                      }
                    })))
        .isEmpty();
  }

  @Test
  void encode_tokensBeyondTheLimit_isRefused() {
    assertThatThrownBy(
            () -> SessionWriter.encode(SessionSamples.withAccessToken("~".repeat(300_000))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("~");
  }

  @Test
  void weigh_largeIdToken_namesItAndTheWayOut() {
    Session session = SessionSamples.keycloak("conf_code_flow");
    Session large =
        session.withTokens(
            new TokenSet(
                session.tokens().accessTokens(),
                session.tokens().refreshToken(),
                null,
                Secret.of("~".repeat(5_000))));

    SessionWeight weight = SessionWeight.of(large);

    assertThat(weight.heaviest().name()).isEqualTo("ID token");
    assertThat(weight.heaviest().bytes()).isBetween(4_980, 5_040);
    assertThat(weight).hasToString(weight.advice());
    assertThat(weight.advice())
        .startsWith("the ID token (5000 characters) takes ")
        .contains("Session.KeepIdToken: false")
        .doesNotContain("~");
  }

  @Test
  void weigh_largeAccessTokenForAResource_namesTheResource() {
    Session session =
        SessionSamples.least()
            .withTokens(
                new TokenSet(
                    Map.of("https://api.example/", SessionSamples.accessToken("~".repeat(5_000))),
                    null,
                    null,
                    null));

    assertThat(SessionWeight.of(session).advice())
        .startsWith("the access token for https://api.example/ (5000 characters) takes ")
        .contains("Session.Home: store");
  }

  private static Session withAccessTokens(int count) {
    Map<String, AccessToken> tokens = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      tokens.put("https://api" + i, SessionSamples.accessToken("token" + i));
    }
    return SessionSamples.least().withTokens(new TokenSet(tokens, null, null, null));
  }

  /** The least session with more fields. */
  private static byte[] written(Consumer<CompactWriter> more) {
    Session session = SessionSamples.least();
    CompactWriter out = new CompactWriter(1, session.issuedAt().getEpochSecond());
    out.text(Field.ISSUER, session.user().issuer());
    out.text(Field.SUBJECT, session.user().subject());
    out.bytes(Field.ID, session.id().bytes());
    out.bytes(Field.ANTIFORGERY, session.antiforgery().bytes());
    out.time(Field.DEADLINE, session.deadline().getEpochSecond());
    more.accept(out);
    out.time(Field.LOGIN_AT, session.user().loginAt().getEpochSecond());
    return out.finish();
  }
}
