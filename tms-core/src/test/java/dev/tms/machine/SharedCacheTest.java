package dev.tms.machine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.SwitchableStore;
import dev.tms.event.TmsEvent;
import dev.tms.seal.Keys;
import dev.tms.testkit.Misbehaviour;
import dev.tms.testkit.RequestKind;
import dev.tms.token.AccessToken;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Nodes that share their tokens through a store. */
final class SharedCacheTest {
  private final MachineRig rig = new MachineRig();
  private final SwitchableStore store = new SwitchableStore(rig.clock);
  private final Keys keys = Keys.inMemory();

  @AfterEach
  void stop() {
    rig.close();
  }

  private MachineTokens node(Keys with) {
    return rig.builder()
        .executor(Runnable::run) // so that a token is in the store when it is answered with
        .sharedCache(store, with)
        .client("billing", rig.client())
        .build();
  }

  private static String token(MachineTokens tokens) {
    return tokens.accessToken("billing").reveal();
  }

  @Test
  void accessToken_onTheSecondNode_isTheFirstOnes() {
    MachineTokens second = node(keys);
    AccessToken first = node(keys).accessToken("billing");

    assertThat(second.accessToken("billing").reveal()).isEqualTo(first.reveal());
    assertThat(second.accessToken("billing").scopes()).isEqualTo(first.scopes());
    assertThat(Duration.between(second.accessToken("billing").expiresAt(), first.expiresAt()))
        .isBetween(Duration.ZERO, Duration.ofMillis(1));
    assertThat(rig.tokenRequests()).isEqualTo(1);
    assertThat(rig.events)
        .contains(
            new TmsEvent.MachineTokenFetched(
                "billing", TmsEvent.MachineTokenFetched.Result.SHARED));
  }

  @Test
  void accessToken_afterARestartWhileTheProviderIsDown_isServed() {
    String first = token(node(keys));
    rig.provider.always(RequestKind.TOKEN_CLIENT_CREDENTIALS, Misbehaviour.STATUS_503);

    assertThat(token(node(keys))).isEqualTo(first);
  }

  @Test
  void accessToken_sharedOneIsDue_isFetchedByOneNodeForAll() {
    MachineTokens a = node(keys);
    MachineTokens b = node(keys);
    String first = token(a);
    token(b);
    rig.clock.advance(Duration.ofSeconds(295));

    String second = token(a);

    assertThat(second).isNotEqualTo(first);
    assertThat(token(b)).isEqualTo(second);
    assertThat(rig.tokenRequests()).isEqualTo(2);
  }

  @Test
  @DisplayName(".NET defect 13: what is in the store tells neither token nor secret nor client")
  void store_anything_isSealedUnderAHashedName() {
    String token = token(node(keys));

    assertThat(store.written()).hasSize(1);
    store
        .written()
        .forEach(
            (name, value) ->
                assertThat(name + new String(value, ISO_8859_1))
                    .doesNotContain(
                        token,
                        token.substring(0, 20),
                        MachineRig.SECRET,
                        "worker",
                        "read",
                        "billing"));
  }

  @Test
  @DisplayName("Lesson 43: another request has another key, at full length")
  void accessToken_otherRequestInTheSameStore_isNotShared() {
    token(node(keys));
    MachineTokens other =
        rig.builder()
            .executor(Runnable::run)
            .sharedCache(store, keys)
            .client("billing", rig.client().withParameter("tenant", "acme"))
            .build();

    token(other);

    assertThat(rig.tokenRequests()).isEqualTo(2);
    assertThat(store.written().keySet())
        .hasSize(2)
        .allSatisfy(name -> assertThat(name).matches("machine:[A-Za-z0-9_-]{43}"));
  }

  @Test
  void accessToken_foreignKeys_shareNothing() {
    String first = token(node(keys));

    assertThat(token(node(Keys.inMemory()))).isNotEqualTo(first);
  }

  @Test
  void accessToken_damagedEntry_isFetchedAndPutRight() {
    token(node(keys));
    String name = store.written().keySet().iterator().next();
    byte[] value = store.written().get(name).clone();
    value[value.length - 1] ^= 1;
    store.put(name, value, Duration.ofMinutes(5));

    String second = token(node(keys));

    assertThat(rig.tokenRequests()).isEqualTo(2);
    assertThat(token(node(keys))).isEqualTo(second);
  }

  @Test
  void accessToken_storeDown_comesFromTheProvider() {
    store.down();

    token(node(keys));

    assertThat(rig.events).contains(new TmsEvent.StoreFailed("machine"));
    assertThat(rig.tokenRequests()).isEqualTo(1);
  }

  @Test
  void forget_token_isGoneForOthersToo() {
    MachineTokens a = node(keys);
    String first = token(a);

    a.forget("billing");

    assertThat(token(node(keys))).isNotEqualTo(first);
  }

  @Test
  void forget_storeDown_isToldAndForgottenHere() {
    MachineTokens a = node(keys);
    String first = token(a);
    store.down();

    a.forgetAll();

    assertThat(rig.events).contains(new TmsEvent.StoreFailed("machine"));
    assertThat(token(a)).isNotEqualTo(first);
  }
}
