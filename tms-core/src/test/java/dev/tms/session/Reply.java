package dev.tms.session;

import dev.tms.http.SetCookie;
import dev.tms.session.RequestSession.AccessOutcome;
import java.util.List;

/** An answer to RetrieveToken. */
record Reply(AccessOutcome outcome, List<SetCookie> cookies) {
  String token() {
    return ((AccessOutcome.Granted) outcome).token().reveal();
  }
}
