package dev.tms.session;

import dev.tms.http.SetCookie;
import dev.tms.problem.ErrorCode;
import dev.tms.session.RequestSession.AccessOutcome;
import dev.tms.session.RequestSession.Use;
import dev.tms.session.Sessions.OpenOutcome;
import dev.tms.store.StoreUnavailableException;
import dev.tms.token.Claims;
import dev.tms.token.TokenSet;
import dev.tms.token.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What browsers and the provider ask of the nodes, and the answers that are on their way. */
final class Traffic {
  private final World world;
  final List<Browser> browsers = new ArrayList<>();
  final List<Visit> answers = new ArrayList<>();
  private int visits;

  Traffic(World world) {
    this.world = world;
  }

  void signIn() {
    ModelProvider.Family family = world.provider.newFamily();
    Session session = session(family, family.next());
    Login login = new Login(session, family);
    world.logins.add(login);
    Browser browser = new Browser(browsers.size(), login);
    browser.apply(world.nodes.get(0).sessions.begin(session, DeviceLabel.UNKNOWN));
    browsers.add(browser);
  }

  private Session session(ModelProvider.Family family, TokenSet tokens) {
    Instant now = world.now();
    return new Session(
        SessionId.random(world.random),
        0,
        ModelNode.HASH.primaryId(),
        "",
        null,
        new User(
            "https://id.example",
            "user-" + family.number,
            "sid-" + family.number,
            now,
            null,
            null,
            Claims.NONE),
        now,
        ModelNode.LIFETIME.deadline(now),
        Antiforgery.Value.random(world.random),
        tokens);
  }

  Visit request(Browser browser, ModelNode node, Step.Call call) {
    LedgerEntry known = world.entry(browser.login.first);
    if (known.refuses(known.newest())) {
      browser.login.refusalSeen.putIfAbsent(known.newest(), world.now());
    }
    Visit visit = new Visit(visits++, browser, world.now(), world.tick(), known.newest());
    world.begin(visit, node, () -> visit(visit, node, call));
    return visit;
  }

  private void visit(Visit visit, ModelNode node, Step.Call call) {
    if (visit.session != null) {
      Login login = visit.login;
      login.presented.putIfAbsent(visit.session.generation(), world.now());
      if (world.isQuiet) {
        login.presentedQuietly.putIfAbsent(visit.session.generation(), world.now());
      }
    }
    if (call == Step.Call.LOOK) {
      OpenOutcome seen = node.sessions.open(visit.cookies);
      world.tell(() -> seen instanceof OpenOutcome.Live ? "live" : seen.toString());
      if (seen instanceof OpenOutcome.Live) {
        world.oracle.looked(visit, world.entry(visit.session));
      }
      return;
    }
    RequestSession used =
        node.sessions.use(
            visit.cookies,
            call == Step.Call.FORCE ? Use.NEW_TOKEN_HANDED_OUT : Use.TOKEN_HANDED_OUT);
    AccessOutcome outcome = used.access();
    List<SetCookie> cookies = used.cookies();
    visit.outcome = outcome;
    visit.answer = cookies;
    answers.add(visit);
    world.tell(() -> "is answered " + told(outcome) + ", " + cookies);
    world.oracle.answered(visit);
  }

  private static String told(AccessOutcome outcome) {
    return outcome instanceof AccessOutcome.Granted granted
        ? granted.token().reveal()
        : outcome.toString();
  }

  void logOut(Browser browser, ModelNode node) {
    Visit visit = new Visit(visits++, browser, world.now(), world.tick(), 0);
    world.begin(
        "sign-out " + visit,
        node,
        () -> {
          if (visit.session != null) {
            visit.login.endBegun = true;
            visit.login.presented.putIfAbsent(visit.session.generation(), world.now());
          }
          visit.answer = node.logOut(visit.cookies);
          answers.add(visit);
          if (visit.session != null
              && world.entry(visit.session).reason() == ErrorCode.LOGGED_OUT) {
            visit.login.ended(world.now(), world.tick());
          }
        });
  }

  void silentLogin(Browser browser, ModelNode node) {
    Visit visit = new Visit(visits++, browser, world.now(), world.tick(), 0);
    world.begin("silent login " + visit, node, () -> silentLogin(visit, node));
  }

  private void silentLogin(Visit visit, ModelNode node) {
    ModelProvider.Family family = visit.login.family;
    if (family.isMarked || !(node.sessions.open(visit.cookies) instanceof OpenOutcome.Live live)) {
      return; // no user is signed in, there or here
    }
    visit.login.presented.putIfAbsent(visit.session.generation(), world.now());
    Login next = new Login(session(family, family.silent()), family);
    next.endBegun = family.isMarked;
    next.cameAt = visit.begunAt;
    world.logins.add(next);
    TakeOver.Outcome outcome =
        node.takeOver.begin(
            live.session(),
            next.first,
            successor -> {
              family.logins.forEach(login -> login.takeOverBegun |= login != next);
              next.keptAt = world.now();
              next.keptSince = world.tick();
              return node.sessions.begin(successor, DeviceLabel.UNKNOWN);
            });
    world.tell(() -> "ends with " + outcome);
    if (outcome instanceof TakeOver.Begun begun) {
      world.oracle.takenOver(next);
      visit.answer = begun.cookies();
    } else if (outcome instanceof TakeOver.Nothing) {
      world.oracle.nothingTaken(visit);
      visit.login.isReplaced = true;
      visit.login.endBegun = true;
      visit.answer = node.sessions.begin(next.first, DeviceLabel.UNKNOWN);
      node.replace(live.session());
    } else {
      return; // the login fails, and the session stays as it was
    }
    answers.add(visit);
  }

  void mark(Login login, ModelNode node) {
    world.begin(
        "mark of " + login,
        node,
        () -> {
          login.family.isMarked = true;
          login.family.logins.forEach(each -> each.endBegun = true);
          User user = login.first.user();
          int begun = world.tick(); // the store may forget the mark before this has heard of it
          try {
            node.marks.markProviderSession(user.issuer(), user.providerSession());
            login.family.logins.forEach(each -> each.ended(world.now(), begun));
          } catch (StoreUnavailableException e) {
            world.tell(() -> "is not written");
          }
        });
  }

  void deliver(Visit visit) {
    visit.browser.apply(visit.answer);
    world.tell(
        () -> {
          Session now = visit.browser.session();
          return visit.browser
              + " now has "
              + (now == null ? "no session" : "generation " + now.generation());
        });
  }
}
