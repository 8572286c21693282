package dev.tms.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.oauth.FakeSender;
import dev.tms.oauth.Provider;
import dev.tms.oauth.Rig;
import dev.tms.oidc.OidcClient.RedeemOutcome;
import dev.tms.oidc.OidcClient.RenewOutcome;
import dev.tms.outbound.Sender;
import dev.tms.outbound.Sender.SendFailure;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Whatever uses up one kind of calls to the provider leaves places for the others. */
final class OwnPlacesTest {
  private final ProviderRig provider = new ProviderRig();

  private Sender onePlace() {
    Semaphore place = new Semaphore(1);
    return call -> {
      if (!place.tryAcquire()) {
        return FakeSender.failure(SendFailure.Kind.BUSY);
      }
      try {
        return provider.rig.sender.send(call);
      } finally {
        place.release();
      }
    };
  }

  @Test
  void renew_whileLoginsHaveEveryPlaceOfTheirs_hasOne() {
    provider.client =
        new OidcClient(
            Provider.discover(Rig.ISSUER),
            provider.settings,
            this::onePlace,
            provider.rig.events::add,
            provider.rig.clock,
            provider.rig.random);
    RedeemOutcome.Redeemed signedIn = provider.loggedIn();
    AtomicReference<RedeemOutcome> login = new AtomicReference<>();
    AtomicReference<RenewOutcome> refresh = new AtomicReference<>();
    AtomicReference<Boolean> revoked = new AtomicReference<>();
    provider.rig.sender.on("/revoke", FakeSender.text(200, "text/plain", ""));
    provider.rig.sender.on(
        "/token",
        call -> {
          String form = new String(call.body(), StandardCharsets.UTF_8);
          if (form.contains("grant_type=authorization_code")) {
            // meanwhile, as the provider takes its time with this code
            login.set(provider.client().redeem(provider.callback(begin())));
            refresh.set(
                provider
                    .client()
                    .renew(
                        signedIn.tokens().refreshToken(),
                        signedIn.tokens(),
                        signedIn.user(),
                        null));
            revoked.set(provider.client().revoke(signedIn.tokens().refreshToken()));
          }
          return FakeSender.json(200, provider.tokens);
        });

    provider.client().redeem(provider.callback(begin()));

    assertThat(login.get()).isInstanceOf(RedeemOutcome.Unavailable.class);
    assertThat(refresh.get()).isInstanceOf(RenewOutcome.Renewed.class);
    assertThat(revoked.get()).isTrue();
  }

  private Transaction begin() {
    return provider.begin(LoginParameters.NONE);
  }
}
