package dev.tms.testkit;

import dev.tms.testkit.http.Incoming;
import dev.tms.testkit.http.Reply;
import dev.tms.testkit.secrets.IssuedSecrets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Dispatches requests to their endpoints, applies scripted faults, and logs. */
final class Router {
  private final Core core;
  private final RequestLog log;
  private final MetadataEndpoints metadata;
  private final AuthorizationEndpoint authorization;
  private final TokenEndpoint token;
  private final TokenStateEndpoints tokenState;
  private final BearerEndpoints bearer;
  private final EndSessionEndpoint endSession;

  Router(Core core, RequestLog log, SignOnCookie cookie, EndSessionEndpoint endSession) {
    this.core = core;
    this.log = log;
    ClientAuthenticator clients = new ClientAuthenticator(core);
    TokenMint mint = new TokenMint(core);
    this.metadata = new MetadataEndpoints(core);
    this.authorization = new AuthorizationEndpoint(core, cookie);
    this.token = new TokenEndpoint(core, clients, mint);
    this.tokenState = new TokenStateEndpoints(core, clients);
    this.bearer = new BearerEndpoints(core, mint);
    this.endSession = endSession;
  }

  Reply handle(Incoming request) {
    RequestKind kind = kind(request);
    Instant arrived = core.now();
    core.script().waitBefore(kind);
    Misbehaviour fault = core.script().next(kind).orElse(null);
    Reply reply = answer(kind, request, fault);
    log.add(kind, request, reply, arrived);
    core.script().waitAfter(kind);
    return reply;
  }

  private Reply answer(RequestKind kind, Incoming request, @Nullable Misbehaviour fault) {
    Optional<Reply> instead =
        fault == null ? Optional.empty() : TransportFaults.before(fault, core.addresses());
    if (instead.isPresent()) {
      return instead.get();
    }
    List<String> methods = methods(kind, request);
    if (!methods.contains(request.method())) {
      return Reply.text(405, "text/plain", "method not allowed")
          .with("Allow", String.join(", ", methods));
    }
    Reply right;
    try {
      right = route(kind, request, fault);
    } catch (Refusal refusal) {
      right = refusal.reply();
    }
    return fault == null ? right : TransportFaults.after(fault, right);
  }

  private Reply route(RequestKind kind, Incoming request, @Nullable Misbehaviour fault) {
    return switch (kind) {
      case DISCOVERY -> metadata.discovery();
      case JWKS -> metadata.keys();
      case AUTHORIZATION -> authorization.authorize(request);
      case LOGIN -> authorization.login(request);
      case TOKEN_CODE, TOKEN_REFRESH, TOKEN_CLIENT_CREDENTIALS, TOKEN_OTHER ->
          token.handle(request, fault);
      case USERINFO -> bearer.userInfo(request);
      case REVOCATION -> tokenState.revoke(request);
      case INTROSPECTION -> tokenState.introspect(request);
      case END_SESSION -> endSession.handle(request);
      case API -> bearer.me(request);
      case OTHER -> Pages.message(404, "Nothing here", "The provider does not know this address.");
    };
  }

  private RequestKind kind(Incoming request) {
    String base = core.addresses().basePath();
    if (!request.path().startsWith(base)) {
      return RequestKind.OTHER;
    }
    RequestKind kind = core.profile().kind(request.path().substring(base.length()));
    return kind == RequestKind.TOKEN_OTHER ? TokenEndpoint.kind(request) : kind;
  }

  private static List<String> methods(RequestKind kind, Incoming request) {
    return switch (kind) {
      case DISCOVERY, JWKS -> List.of("GET");
      case AUTHORIZATION, USERINFO, END_SESSION -> List.of("GET", "POST");
      case API -> List.of("GET", "OPTIONS");
      case OTHER -> List.of(request.method());
      default -> List.of("POST");
    };
  }

  /** In the order of the responses. Thread-safe. */
  static final class RequestLog {
    private final List<RecordedRequest> requests = new ArrayList<>(); // guarded by this

    synchronized void add(RequestKind kind, Incoming request, Reply reply, Instant at) {
      request.form().getOrDefault("code_verifier", List.of()).forEach(IssuedSecrets::add);
      requests.add(
          new RecordedRequest(
              kind,
              request.method(),
              request.path(),
              request.query(),
              request.form(),
              request.headers(),
              reply.ending() == Reply.Ending.DROPPED ? 0 : reply.status(),
              at));
    }

    synchronized List<RecordedRequest> all() {
      return List.copyOf(requests);
    }

    synchronized void clear() {
      requests.clear();
    }
  }
}
