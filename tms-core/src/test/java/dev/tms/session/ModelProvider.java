package dev.tms.session;

import dev.tms.oauth.ProviderTrouble;
import dev.tms.oauth.ProviderTrouble.Kind;
import dev.tms.oidc.OidcClient.RenewOutcome;
import dev.tms.session.RefreshEngine.Renewer;
import dev.tms.token.AccessToken;
import dev.tms.token.Scopes;
import dev.tms.token.Secret;
import dev.tms.token.TokenSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A provider with one-time refresh tokens: the second use of one kills the whole family, as strict
 * providers do.
 */
final class ModelProvider {
  private static final Duration SLOW = Duration.ofSeconds(40);

  private final World world;
  final List<Family> families = new ArrayList<>();
  final Deque<Step.Provider> script = new ArrayDeque<>();
  boolean isDown;

  ModelProvider(World world) {
    this.world = world;
  }

  /** What became of a token request. */
  enum Result {
    UNDER_WAY,
    TOKENS,
    NO_ANSWER,
    FAILED,
    REJECTED
  }

  /** One token request. */
  static final class Call {
    final Family family;
    final String token;
    final Actor actor;
    Result result = Result.UNDER_WAY;
    private String successor;

    Call(Family family, String token, Actor actor) {
      this.family = family;
      this.token = token;
      this.actor = actor;
    }

    void isPublished() {
      family.newestPublished = successor;
    }

    /** Whether what came of it may be known to no one. */
    boolean isUnanswered() {
      boolean isTold = result == Result.FAILED || actor.hasPublished;
      return result == Result.NO_ANSWER || (actor.hasDied && !isTold);
    }
  }

  /** The tokens of one login. */
  final class Family {
    final int number = families.size();
    final List<Call> calls = new ArrayList<>();
    String live = "rt-" + number + "-0";
    int issued;

    /** When the first token of a refresh expires. */
    Instant firstExpiry = Instant.MAX;

    /** The sessions that these tokens were or are in, in their order. */
    final List<Login> logins = new ArrayList<>();

    /** Whether the provider has told that it has ended its own session. */
    boolean isMarked;

    boolean isDead;
    boolean identityChanged;

    /** Whether it refuses what is asked for this family without saying why. */
    boolean isUnclear;

    /** When it has done so since the family's last success. */
    final List<Instant> unclear = new ArrayList<>();

    private Instant othersSucceeded = Instant.MIN;

    String newestPublished = live;
    final Set<String> rejectedAfterSilence = new HashSet<>();

    /** Whether it may be given up by now: rule 9. */
    boolean mayBeGivenUp() {
      // two of one moment have no order where one of them is heard of late
      return unclear.size() >= 3
          && !othersSucceeded.isBefore(unclear.get(0))
          && !world.now().isBefore(unclear.get(0).plusSeconds(30));
    }

    private void refusedUnclearly() {
      unclear.add(world.now());
    }

    Login login(SessionId id) {
      return logins.stream().filter(login -> login.first.id().equals(id)).findFirst().orElseThrow();
    }

    /** The session that has the refresh token. */
    Login holder() {
      return logins.stream()
          .filter(login -> login.hasTakenOver)
          .max(Comparator.comparingInt(login -> login.keptSince))
          .orElse(logins.get(0));
    }

    /** Of a silent login: an access token, and no refresh token. */
    TokenSet silent() {
      Instant now = world.now();
      Secret access = Secret.of("at-" + number + "-silent");
      return new TokenSet(
          Map.of("", new AccessToken(access, now, now.plus(world.life), Scopes.of("openid"))),
          null,
          null,
          null);
    }

    TokenSet next() {
      Instant now = world.now();
      Instant expiry = now.plus(world.life);
      live = "rt-" + number + "-" + issued;
      Secret access = Secret.of("at-" + number + "-" + issued++);
      if (issued == 2) {
        firstExpiry = expiry;
      }
      return new TokenSet(
          Map.of("", new AccessToken(access, now, expiry, Scopes.of("openid"))),
          Secret.of(live),
          null,
          null);
    }
  }

  Family newFamily() {
    Family family = new Family();
    families.add(family);
    return family;
  }

  private Family of(String token) {
    return families.get(Integer.parseInt(token.split("-")[1]));
  }

  Renewer of(ModelNode node) {
    return new Renewer() {
      @Override
      public RenewOutcome renew(Session session) {
        return answer(session.tokens().refreshToken().reveal());
      }

      @Override
      public void revoke(Secret refreshToken) {
        revoked(node, refreshToken.reveal());
      }
    };
  }

  private RenewOutcome answer(String token) {
    Family family = of(token);
    Call call = new Call(family, token, world.actor());
    world.tell(() -> call.actor + " sends " + token);
    world.actors.seam();
    Step.Provider behaviour = script.poll();
    if (isDown || behaviour == Step.Provider.ANSWER_503) {
      call.result = Result.FAILED;
      family.calls.add(call);
      return answered(
          call, new RenewOutcome.Unavailable(ProviderTrouble.of(Kind.NOT_DONE, "down")));
    }
    if (family.isUnclear || behaviour == Step.Provider.REFUSE_UNCLEARLY) {
      call.result = Result.FAILED;
      family.calls.add(call);
      family.refusedUnclearly();
      world.tally.count("unclear refusals");
      return answered(call, new RenewOutcome.Unavailable(ProviderTrouble.of(Kind.UNCLEAR, "400")));
    }
    if (behaviour == Step.Provider.REFUSE_CONNECTION) {
      return answered(
          call, new RenewOutcome.Unavailable(ProviderTrouble.of(Kind.NOT_SENT, "refused")));
    }
    if (behaviour == Step.Provider.SLOW) {
      world.sleep(SLOW);
    }
    world.oracle.sent(family, call);
    family.calls.add(call);
    if (behaviour == Step.Provider.DROP_BEFORE_REDEEMING) {
      return dropped(call);
    }
    RenewOutcome outcome = redeemed(family, call, behaviour);
    world.tell(() -> "the provider: " + outcome + " for " + token);
    if (behaviour == Step.Provider.SLOW_AFTER_REDEEMING) {
      world.sleep(SLOW);
    }
    world.actors.seam();
    if (behaviour == Step.Provider.DROP_AFTER_REDEEMING) {
      return dropped(call);
    }
    call.result = outcome instanceof RenewOutcome.Rejected ? Result.REJECTED : Result.TOKENS;
    if (call.result == Result.TOKENS) {
      call.actor.received = call;
      families.stream()
          .filter(each -> each != family)
          .forEach(each -> each.othersSucceeded = world.now());
    }
    return answered(call, outcome);
  }

  private RenewOutcome redeemed(Family family, Call call, Step.Provider behaviour) {
    if (family.isDead || !call.token.equals(family.live)) {
      family.isDead = true;
      if (family.calls.stream()
          .anyMatch(c -> c != call && c.token.equals(call.token) && c.isUnanswered())) {
        family.rejectedAfterSilence.add(call.token);
      }
      return new RenewOutcome.Rejected("invalid_grant");
    }
    TokenSet tokens = family.next();
    call.successor = tokens.refreshToken().reveal();
    if (behaviour == Step.Provider.IDENTITY_CHANGED) {
      family.identityChanged = true;
      return new RenewOutcome.IdentityChanged(tokens.refreshToken(), "sub differs");
    }
    return new RenewOutcome.Renewed(tokens);
  }

  private RenewOutcome dropped(Call call) {
    call.result = Result.NO_ANSWER;
    boolean takesForAnswer = world.mutant == Mutant.TAKES_SILENCE_FOR_AN_ANSWER;
    return answered(
        call,
        new RenewOutcome.Unavailable(
            ProviderTrouble.of(takesForAnswer ? Kind.NOT_DONE : Kind.UNANSWERED, "dropped")));
  }

  private RenewOutcome answered(Call call, RenewOutcome outcome) {
    world.tell(() -> call.actor + " gets " + outcome);
    return outcome;
  }

  private void revoked(ModelNode node, String token) {
    Family family = of(token);
    world.tell(() -> node + " revokes " + token);
    world.oracle.revoked(family);
    if (world.mutant != Mutant.REVOKES_NOTHING) {
      family.isDead = true;
    }
    world.actors.seam();
  }
}
