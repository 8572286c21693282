package dev.tms.config;

import dev.tms.Paths;
import dev.tms.http.FrontEnd;
import dev.tms.http.NetworkSettings;
import dev.tms.http.SameSite;
import dev.tms.policy.LogoutPolicy;
import dev.tms.policy.RefreshPolicy;
import dev.tms.policy.SessionHome;
import dev.tms.policy.SessionLifetime;
import dev.tms.policy.SessionPolicy;
import dev.tms.seal.Keys;
import dev.tms.token.Secret;
import dev.tms.web.CookiePolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Sections that are read key by key. */
final class Sections {
  private static final Duration LONGEST_SESSION = Duration.ofDays(400);
  private static final FrontEnd NO_FRONT_END = FrontEnd.at("https://localhost/");

  record Keyset(Path file, Keys keys) {}

  private Sections() {}

  static SessionPolicy sessions(Section in) {
    SameSite sameSite = in.choice("SameSite", SameSite.class);
    String name = in.text("CookieName");
    in.problems().attempt(in.path("CookieName"), () -> new CookiePolicy(name, SameSite.LAX, true));
    String nameClaim = in.text("NameClaim");
    return new SessionPolicy(
        in.choice("Home", SessionHome.class),
        name,
        sameSite,
        lifetime(in),
        in.flag("KeepIdToken"),
        in.list("UserClaims"),
        nameClaim.isBlank() ? "sub" : nameClaim);
  }

  private static SessionLifetime lifetime(Section in) {
    Duration idle = in.duration("IdleTimeout");
    Duration absolute = in.duration("AbsoluteTimeout");
    SessionLifetime other = SessionLifetime.DEFAULT;
    SessionLifetime unbounded =
        in.with("IdleTimeout", other, plain -> new SessionLifetime(idle, LONGEST_SESSION));
    return in.sound("IdleTimeout")
        ? in.with("AbsoluteTimeout", unbounded, any -> new SessionLifetime(idle, absolute))
        : other;
  }

  static RefreshPolicy refresh(Section in) {
    return in.changing(RefreshPolicy.DEFAULT)
        .duration("Lease", (old, time) -> new RefreshPolicy(time, old.patience(), old.grace()))
        .duration("Wait", (old, time) -> new RefreshPolicy(old.lease(), time, old.grace()))
        .duration("Grace", (old, time) -> new RefreshPolicy(old.lease(), old.patience(), time))
        .settings();
  }

  static LogoutPolicy logout(Section in, Section client, boolean shared) {
    LogoutPolicy policy =
        in.changing(LogoutPolicy.DEFAULT)
            .duration("CheckInterval", LogoutPolicy::withCheckInterval)
            .flag("RevokeOffline", LogoutPolicy::revokingOffline)
            .settings();
    if (in.choice("OnStoreFailure").equals("deny")) {
      policy = policy.denyingOnStoreFailure();
    }
    if (client.flag("FrontChannelSidIsSubject")) {
      policy = policy.takingSubjectForSid();
    }
    String ended = in.textOrNull("EndedFile");
    if (ended == null) {
      return policy;
    }
    if (ended.equalsIgnoreCase("off")) {
      return policy.withoutEndedFile();
    }
    if (shared) {
      in.problems()
          .warn(in.path("EndedFile"), "is not used: the shared store knows what has ended");
    }
    Path file = in.fileOrNull("EndedFile");
    return file == null ? policy : policy.withEndedFile(file);
  }

  static Paths paths(Section in, Section client) {
    String callback = client.text("CallbackPath");
    String signedOut = client.text("SignedOutCallbackPath");
    boolean retrieveToken = in.flag("RetrieveToken");
    Paths known =
        client.with(
            "CallbackPath",
            Paths.DEFAULT,
            plain -> new Paths(callback, plain.signedOutCallback(), retrieveToken));
    return client.with(
        "SignedOutCallbackPath", known, old -> new Paths(old.callback(), signedOut, retrieveToken));
  }

  static Keyset keys(Section in, boolean shared) {
    Path file = in.file("File");
    Secret passphrase = in.secret("Passphrase");
    Path passphraseFile = in.fileOrNull("PassphraseFile");
    Keys keys = Keys.file(file);
    if (shared) {
      keys = keys.mustExist();
    }
    if (passphrase != null) {
      keys =
          passphraseFile == null
              ? keys.withPassphrase(passphrase)
              : keys.withPassphraseFile(passphraseFile);
    }
    return new Keyset(file, in.flag("AllowReadableByAll") ? keys.allowReadableByAll() : keys);
  }

  static NetworkSettings network(Section in) {
    Path certificates = in.fileOrNull("TrustedCertificates");
    NetworkSettings through =
        in.changing(NetworkSettings.DEFAULT)
            .by(
                "TrustedCertificates",
                in.sound("TrustedCertificates") ? certificates : null,
                NetworkSettings::withTrustedCertificates)
            .by("Proxy", in.urlOrNull("Proxy"), NetworkSettings::withProxy)
            .settings();
    String user = in.textOrNull("ProxyUser");
    Secret password = in.secret("ProxyPassword");
    if (user == null && password == null) {
      return through;
    }
    if (user == null || password == null) {
      String missing = user == null ? "ProxyUser" : "ProxyPassword";
      if (in.sound(missing, "ProxyPasswordFile")) {
        in.wrong(missing, "is missing: a proxy wants user and password, or neither");
      }
      return through;
    }
    return in.sound("Proxy")
        ? in.with("ProxyUser", through, old -> old.withProxyCredentials(user, password))
        : through;
  }

  static FrontEnd frontEnd(Section in) {
    String url = in.url("FrontEndRedirectUrl");
    FrontEnd front = in.with("FrontEndRedirectUrl", NO_FRONT_END, none -> FrontEnd.at(url));
    List<String> given = in.listOrNull("FrontEndCorsOrigin");
    if (given == null) {
      return front;
    }
    List<String> good = new ArrayList<>();
    String path = in.path("FrontEndCorsOrigin");
    for (String origin : given) {
      if (Section.mayHoldCredentials(origin)) {
        in.problems().add(path, "must be origins, without user and password");
      } else if (in.problems().attempt(path, () -> NO_FRONT_END.withOrigins(List.of(origin)))
          != null) {
        good.add(origin);
      }
    }
    return front.withOrigins(good);
  }
}
