package dev.tms.session;

/** What the table of cases demands. */
enum Rule {
  ONE_REQUEST(
      "a, b, f, g: a refresh token is sent again only where an earlier try came to nothing or may"
          + " have"),
  NEWEST("e: a generation is never set that is lower than one that was known"),
  ISOLATION("j: a result never reaches another session"),
  SAME_ID("k: the session id stays the same"),
  SERVED("i, l: a token that works is served, and one that does not is not"),
  KEPT("a session ends by a permitted loss only"),
  LOST("h, n: session_lost where an earlier try had no complete answer"),
  SUPERSEDED("c, d, m: superseded after the grace time, not before, and nothing set or cleared"),
  ENDED("an ended session stays ended"),
  REVOKED("what is received after the end is revoked, and nothing else is"),
  KEEPS("o: a silent login has the refresh token of the session before it"),
  CLEARED("cookies are cleared for sessions known to be ended alone"),
  WELL_AGAIN("when all is quiet again, every session that lives has a good token"),
  NO_SURPRISE("nothing fails in another way");

  final String text;

  Rule(String text) {
    this.text = text;
  }
}
