package dev.tms.login;

import dev.tms.http.SetCookie;
import dev.tms.problem.ErrorCode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a login can begin. */
public sealed interface BeginOutcome {
  /** The browser goes to the provider. */
  record Redirect(URI location, List<SetCookie> cookies) implements BeginOutcome {
    /** Without what the URL carries. */
    @Override
    public String toString() {
      return "Redirect[" + location.getHost() + "]";
    }
  }

  /** It cannot begin. */
  record Refused(ErrorCode code, @Nullable Duration retryAfter) implements BeginOutcome {}
}
