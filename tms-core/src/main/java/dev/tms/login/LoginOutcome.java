package dev.tms.login;

import dev.tms.http.SetCookie;
import dev.tms.problem.ErrorCode;
import java.net.URI;
import java.util.List;

/** How a login ended. */
public sealed interface LoginOutcome {
  /** The browser goes back to the front end, signed in or with an error in the URL. */
  record Return(URI location, List<SetCookie> cookies) implements LoginOutcome {
    /** Without what the URL carries. */
    @Override
    public String toString() {
      return "Return[" + location.getHost() + "]";
    }
  }

  /** The answer belongs to no login in progress, or is malformed: a plain page. */
  record Refused(ErrorCode code) implements LoginOutcome {}
}
