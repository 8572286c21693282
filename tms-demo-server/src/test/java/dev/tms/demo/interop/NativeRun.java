package dev.tms.demo.interop;

import dev.tms.demo.nativeclient.Account;
import dev.tms.demo.nativeclient.ClientFailure;
import dev.tms.demo.nativeclient.NativeClient;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The native client of the command line, within this process. */
final class NativeRun {
  private final RunningTms tms;

  private NativeRun(RunningTms tms) {
    this.tms = tms;
  }

  static NativeRun at(RunningTms tms) {
    return new NativeRun(tms);
  }

  /** Goes all steps with empty cookie jars, and returns what was printed. */
  String as(@Nullable String domain, String user) throws ClientFailure {
    StringWriter out = new StringWriter();
    HttpClient client = tms.network().client(Duration.ofSeconds(10));
    new NativeClient(URI.create(tms.url()), null, client, new PrintWriter(out))
        .run(domain, new Account(user, user));
    return out.toString();
  }
}
