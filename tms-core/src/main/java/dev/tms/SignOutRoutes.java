package dev.tms;

import dev.tms.browser.Origin;
import dev.tms.endpoint.BackChannelLogoutEndpoint;
import dev.tms.endpoint.Endpoint;
import dev.tms.endpoint.FrontChannelLogoutEndpoint;
import dev.tms.endpoint.Route;
import dev.tms.endpoint.Route.Trust;
import dev.tms.endpoint.SessionGuard;
import dev.tms.endpoint.SessionListEndpoint;
import dev.tms.event.Events;
import dev.tms.http.SameSite;
import dev.tms.logout.BackChannelLogout;
import dev.tms.logout.FrontChannelLogout;
import dev.tms.logout.OwnSessions;
import dev.tms.logout.ReplayGuard;
import dev.tms.oidc.OidcClient;
import dev.tms.seal.SealedStore;
import dev.tms.token.Secret;
import java.net.URI;
import java.util.Map;
import java.util.function.Consumer;

/** Routes by which sessions end: at the provider's word, and at their user's. */
final class SignOutRoutes {
  private final TmsBuilder builder;
  private final SessionParts parts;
  private final OidcClient provider;
  private final Tracing tracing;
  private final Consumer<Secret> revokeLater;
  private final Events events;

  SignOutRoutes(
      TmsBuilder builder,
      SessionParts parts,
      OidcClient provider,
      Tracing tracing,
      Consumer<Secret> revokeLater,
      Events events) {
    this.builder = builder;
    this.parts = parts;
    this.provider = provider;
    this.tracing = tracing;
    this.revokeLater = revokeLater;
    this.events = events;
  }

  void addTo(Map<String, Route> routes, SealedStore replays, SessionGuard guard) {
    routes.put("/Auth/BackChannelLogout", tracing.around(backChannel(replays)));
    routes.put("/Auth/FrontChannelLogout", tracing.around(frontChannel()));
    addOwnSessions(routes, guard);
  }

  private Route backChannel(SealedStore replays) {
    BackChannelLogout logout =
        new BackChannelLogout(
            provider,
            parts.marks,
            new ReplayGuard(replays, builder.clock),
            parts.index,
            parts.logouts,
            events);
    return Route.of("POST", new BackChannelLogoutEndpoint(logout)).trusting(Trust.CARRIES_PROOF);
  }

  private Route frontChannel() {
    boolean isOn = builder.sessions.sameSite() == SameSite.NONE;
    FrontChannelLogout logout =
        new FrontChannelLogout(
            parts.sessions,
            parts.ended,
            parts.logouts,
            provider.issuer(),
            isOn,
            builder.logout.frontChannelSidIsSubject(),
            events);
    URI issuer = URI.create(provider.issuer());
    String origin = Origin.of(issuer.getScheme() + "://" + issuer.getRawAuthority()).toString();
    return Route.of("GET", new FrontChannelLogoutEndpoint(logout, origin));
  }

  private void addOwnSessions(Map<String, Route> routes, SessionGuard guard) {
    Endpoint list = SessionListEndpoint::notHeld;
    Endpoint end = SessionListEndpoint::notHeld;
    Endpoint endAll = SessionListEndpoint::notHeld;
    if (parts.index != null) {
      OwnSessions own =
          new OwnSessions(
              parts.index,
              parts.marks,
              parts.ended,
              parts.sessions.lifetime(),
              revokeLater,
              builder.clock);
      SessionListEndpoint endpoint = new SessionListEndpoint(guard, own, parts.sessions);
      list = endpoint::list;
      end = endpoint::end;
      endAll = endpoint::endAll;
    }
    routes.put("/Session/List", Route.of("GET", list).trusting(Trust.ALWAYS_FROM_FRONT_END));
    routes.put("/Session/List/*", Route.of("DELETE", end).trusting(Trust.ALWAYS_FROM_FRONT_END));
    routes.put(
        "/Session/LogOutEverywhere",
        Route.of("POST", endAll).trusting(Trust.ALWAYS_FROM_FRONT_END));
  }
}
