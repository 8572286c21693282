package dev.tms.inspect;

import dev.tms.inspect.Inspection.Metadata;
import dev.tms.inspect.Inspection.TroubleException;
import dev.tms.oauth.ClientSettings;
import dev.tms.oidc.LoginParameters;
import dev.tms.oidc.OidcClient;
import dev.tms.oidc.OidcClient.AuthorizeOutcome;
import dev.tms.oidc.OidcClient.CallbackOutcome;
import dev.tms.oidc.OidcClient.RedeemOutcome;
import dev.tms.oidc.OidcClient.RedeemOutcome.Redeemed;
import dev.tms.oidc.OidcClient.RenewOutcome;
import dev.tms.oidc.OidcClient.ValidatedCallback;
import dev.tms.oidc.Transaction;
import dev.tms.outbound.HttpClientSender;
import dev.tms.outbound.Sender;
import dev.tms.outbound.Sender.Answer;
import dev.tms.outbound.Sender.Call;
import dev.tms.outbound.Sender.SendOutcome;
import dev.tms.problem.TmsException;
import dev.tms.text.Json;
import dev.tms.token.Secret;
import dev.tms.web.Parameters;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A login, step by step as a service makes it, and its end. Keeps the tokens, so that {@link
 * #revoke} and {@link #end} leave nothing behind at the provider, whatever happened before. Not
 * thread-safe; blocks.
 */
public final class Rehearsal {
  private static final List<String> TOKENS = List.of("access_token", "refresh_token", "id_token");

  private final OidcClient client;
  private final Inspection inspection;
  private final Metadata metadata;
  private final Consumer<Secret> secrets;
  private @Nullable Transaction transaction;
  private @Nullable Parameters answer;
  private @Nullable ValidatedCallback callback;
  private @Nullable Redeemed login;
  private @Nullable Secret refreshToken;
  private @Nullable Secret idToken;
  private boolean isUserInfoAsked;

  Rehearsal(Inspection inspection, Metadata metadata, Consumer<Secret> secrets) {
    ClientSettings settings = inspection.client();
    this.inspection = inspection;
    this.metadata = metadata;
    this.secrets = secrets;
    Sender sender = new HttpClientSender(inspection.http());
    this.client =
        new OidcClient(
            inspection.provider(),
            settings.timeout().compareTo(inspection.timeout()) <= 0
                ? settings
                : settings.withTimeout(inspection.timeout()),
            call -> watch(call, sender.send(call)),
            event -> {},
            inspection.clock(),
            inspection.random());
  }

  /**
   * Begins the login and returns the address to which the browser goes.
   *
   * @param prompt the parameter of that name (OpenID Connect Core section 3.1.2.1)
   * @throws TroubleException if the provider's metadata are not usable
   */
  public URI begin(@Nullable String prompt) throws TroubleException {
    AuthorizeOutcome begun =
        client.authorize(new LoginParameters(null, false, prompt, null, null, null));
    if (begun instanceof AuthorizeOutcome.Redirect redirect) {
      transaction = redirect.transaction();
      return redirect.location();
    }
    throw new TroubleException(((AuthorizeOutcome.Unavailable) begun).trouble().reason());
  }

  /**
   * Reads the provider's answer.
   *
   * @param parameters as in a query
   * @throws TroubleException if it is malformed
   */
  public void read(@Nullable String parameters) throws TroubleException {
    try {
      answer = Parameters.parse(parameters);
    } catch (TmsException e) {
      throw new TroubleException("the provider's answer is malformed");
    }
    Optional.ofNullable(Secret.ofNullable(answer.value("code"))).ifPresent(secrets);
  }

  /**
   * Checks the answer.
   *
   * @throws TroubleException if the provider refuses the login, or the answer does not belong to it
   */
  public void check() throws TroubleException {
    Parameters parameters = Objects.requireNonNull(answer, "nothing is read");
    CallbackOutcome checked =
        client.check(Objects.requireNonNull(transaction, "nothing is begun"), parameters);
    if (checked instanceof CallbackOutcome.Accepted accepted) {
      callback = accepted.callback();
      return;
    }
    String description = parameters.value("error_description");
    String reason =
        checked instanceof CallbackOutcome.ProviderError error
            ? error.reason()
            : ((CallbackOutcome.Invalid) checked).reason();
    throw new TroubleException(reason + (description == null ? "" : ": " + description));
  }

  /**
   * Redeems the code and identifies the user.
   *
   * @throws TroubleException if the user is not signed in
   */
  public void redeem() throws TroubleException {
    RedeemOutcome outcome = client.redeem(Objects.requireNonNull(callback, "nothing is checked"));
    if (outcome instanceof RedeemOutcome.Failure failure) {
      throw new TroubleException(failure.reason());
    }
    login = (Redeemed) outcome;
  }

  private SendOutcome watch(Call call, SendOutcome outcome) {
    if (call.uri().equals(metadata.endpoint("userinfo_endpoint"))) {
      isUserInfoAsked = true;
    } else if (call.uri().equals(metadata.endpoint("token_endpoint"))
        && outcome instanceof Answer got) {
      for (String name : TOKENS) {
        Secret token = Secret.ofNullable(member(got, name));
        if (token != null) {
          secrets.accept(token);
          refreshToken = name.equals("refresh_token") ? token : refreshToken;
          idToken = name.equals("id_token") ? token : idToken;
        }
      }
    }
    return outcome;
  }

  /** Reads JSON, or the form encoding that some providers use. */
  private static @Nullable String member(Answer got, String name) {
    Optional<Map<String, Object>> json = Json.read(got.body());
    if (json.isPresent()) {
      return json.get().get(name) instanceof String text ? text : null;
    }
    try {
      return Parameters.parse(new String(got.body(), StandardCharsets.UTF_8)).first(name);
    } catch (TmsException e) {
      return null;
    }
  }

  /** Whether userinfo was requested, which happens only if all earlier steps succeed. */
  public boolean isUserInfoAsked() {
    return isUserInfoAsked;
  }

  /** The algorithm in the latest ID token's header (RFC 7515 section 4.1.1). */
  public Optional<String> algorithm() {
    return Optional.ofNullable(idToken)
        .flatMap(token -> header(token.reveal()))
        .map(header -> header.get("alg"))
        .filter(String.class::isInstance)
        .map(String.class::cast);
  }

  private static Optional<Map<String, Object>> header(String jwt) {
    int dot = jwt.indexOf('.');
    try {
      return dot < 0
          ? Optional.empty()
          : Json.read(Base64.getUrlDecoder().decode(jwt.substring(0, dot)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Refreshes the tokens of the login. Returns false if it has no refresh token.
   *
   * @throws TroubleException if that brings no usable tokens
   */
  public boolean refresh() throws TroubleException {
    Redeemed signedIn = Objects.requireNonNull(login, "no user is signed in");
    Secret token = signedIn.tokens().refreshToken();
    if (token == null) {
      return false;
    }
    String problem = problem(client.renew(token, signedIn.tokens(), signedIn.user(), null));
    if (problem != null) {
      throw new TroubleException(problem);
    }
    return true;
  }

  private static @Nullable String problem(RenewOutcome outcome) {
    if (outcome instanceof RenewOutcome.Renewed renewed) {
      return renewed.trouble() == null ? null : renewed.trouble().reason();
    }
    if (outcome instanceof RenewOutcome.Rejected rejected) {
      return rejected.error() + (rejected.said() == null ? "" : ": " + rejected.said());
    }
    return outcome instanceof RenewOutcome.IdentityChanged changed
        ? changed.reason()
        : ((RenewOutcome.Unavailable) outcome).trouble().reason();
  }

  /** Revokes the newest refresh token; returns false if the provider could and did not. */
  public boolean revoke() {
    return refreshToken == null
        || client.revoke(refreshToken)
        || metadata.endpoint("revocation_endpoint") == null;
  }

  /**
   * The address at which the browser signs out at the provider; empty if there is none.
   *
   * @param withHint whether it names the ID token
   */
  public Optional<URI> end(URI returnTo, boolean withHint) {
    byte[] state = new byte[32];
    inspection.random().nextBytes(state);
    return client.endSession(withHint ? idToken : null, returnTo, HexFormat.of().formatHex(state));
  }
}
