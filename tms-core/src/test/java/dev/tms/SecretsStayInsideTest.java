package dev.tms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.Site;
import dev.tms.testkit.Misbehaviour;
import dev.tms.testkit.RequestKind;
import dev.tms.testkit.browser.JarCookie;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A whole life of sessions, good and bad; and not a word of it where it does not belong. */
class SecretsStayInsideTest extends CoreTopic {
  private static final class Recorder extends Handler {
    private final List<String> lines = new ArrayList<>(); // guarded by this

    @Override
    public synchronized void publish(LogRecord record) {
      lines.add(new SimpleFormatter().format(record));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    synchronized String text() {
      return String.join("\n", lines);
    }
  }

  @Test
  @DisplayName("Lesson 20, 33: no token, code, cookie or secret in log, event, page or URL of ours")
  void secrets_inLogsEventsAndAnswers_neverOccur() throws Exception {
    Logger root = Logger.getLogger("dev.tms");
    Level level = root.getLevel();
    Recorder recorder = new Recorder();
    recorder.setLevel(Level.ALL);
    root.setLevel(Level.ALL);
    root.addHandler(recorder);
    Set<String> cookies = new TreeSet<>();
    List<Page> answers = new ArrayList<>();
    try {
      Site site = plain();
      live(site, cookies, answers);
      site.settle();
      Set<String> secrets = new TreeSet<>(provider().issuedSecrets());
      secrets.addAll(cookies);
      secrets.removeIf(secret -> secret.length() < 8);
      assertThat(secrets).hasSizeGreaterThan(20);
      String log = recorder.text();
      String events = String.join("\n", site.events.stream().map(String::valueOf).toList());
      assertThat(log).as("the test sees the log").contains("dev.tms");
      for (String secret : secrets) {
        assertThat(log).doesNotContain(secret);
        assertThat(events).doesNotContain(secret);
      }
      for (Page page : answers) {
        for (String secret : secrets) {
          assertThat(page.body() + page.header("Location").orElse(""))
              .as(page.toString())
              .doesNotContain(secret);
        }
      }
    } finally {
      root.removeHandler(recorder);
      root.setLevel(level);
    }
  }

  private void live(Site site, Set<String> cookies, List<Page> answers) throws Exception {
    TestBrowser browser = new TestBrowser();
    answers.add(site.login(browser));
    collect(browser, cookies);
    String token = site.token(browser);
    site.retrieve(browser, token);
    pass(dev.tms.contract.World.TOKEN_LIFE.plusMinutes(1));
    site.retrieve(browser, token);
    collect(browser, cookies);
    for (Misbehaviour misbehaviour :
        new Misbehaviour[] {
          Misbehaviour.ID_TOKEN_WRONG_NONCE,
          Misbehaviour.ID_TOKEN_WRONG_SIGNATURE,
          Misbehaviour.STRANGE_ERROR,
          Misbehaviour.TRUNCATED_JSON,
          Misbehaviour.NO_ACCESS_TOKEN,
          Misbehaviour.DROP_AFTER
        }) {
      provider().misbehave(RequestKind.TOKEN_CODE, misbehaviour);
      answers.add(site.login(browser));
      provider().misbehave(RequestKind.TOKEN_REFRESH, misbehaviour);
      pass(dev.tms.contract.World.TOKEN_LIFE.plusMinutes(1));
      Page page = site.retrieve(browser, token);
      if (page.status() != 200) {
        answers.add(page);
      }
      collect(browser, cookies);
      answers.add(site.login(browser));
      provider().behave();
    }
    answers.add(browser.get(site.at("/callback?state=x&code=y")));
    browser.cookies().tamper("tms", "1garbage");
    answers.add(site.retrieve(browser, token));
    site.login(browser);
    answers.add(
        browser.send(
            "POST",
            site.at("/Auth/LogOut"),
            java.util.Map.of("Origin", "https://evil.example"),
            null));
    provider().misbehave(RequestKind.REVOCATION, Misbehaviour.STRANGE_ERROR);
    site.logOut(browser);
  }

  private static void collect(TestBrowser browser, Set<String> cookies) {
    ours(browser).stream().map(JarCookie::value).forEach(cookies::add);
  }
}
