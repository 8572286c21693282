package dev.tms.testkit;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.tms.testkit.Core.Addresses;
import dev.tms.testkit.http.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Faulty responses, before or after the processing of a request. */
final class TransportFaults {
  private static final int HUGE_BYTES = 8 << 20;
  private static final String MARKUP = "<script>alert(1)</script>";
  private static final String FORM = "application/x-www-form-urlencoded;charset=UTF-8";
  private static final String HTML = "text/html;charset=UTF-8";

  private TransportFaults() {}

  /** The response that replaces the processing of the request, if the fault does so. */
  static Optional<Reply> before(Misbehaviour fault, Addresses addresses) {
    return switch (fault) {
      case DROP_BEFORE -> Optional.of(Reply.status(500).ending(Reply.Ending.DROPPED));
      case STATUS_500 -> Optional.of(Reply.text(500, "text/plain", "internal error"));
      case STATUS_503 ->
          Optional.of(Reply.text(503, "text/plain", "come back later").with("Retry-After", "7"));
      case INVALID_GRANT -> Optional.of(error(400, "invalid_grant", "as asked for by the test"));
      case INVALID_CLIENT -> Optional.of(error(401, "invalid_client", "as asked for by the test"));
      case INTERACTION_REQUIRED ->
          Optional.of(error(400, "interaction_required", "as asked for by the test"));
      case INVALID_REQUEST ->
          Optional.of(error(400, "invalid_request", "as asked for by the test"));
      case EMPTY_400 -> Optional.of(Reply.status(400));
      case ERROR_WITH_STATUS_200 -> Optional.of(Reply.text(200, FORM, "error=bad_refresh_token"));
      case STRANGE_ERROR -> Optional.of(error(400, "strange" + MARKUP, MARKUP));
      case REDIRECT -> Optional.of(Reply.redirect(302, addresses.of("/elsewhere").toASCIIString()));
      default -> Optional.empty();
    };
  }

  /** Applies the fault to the correct response, unless it is of another group. */
  static Reply after(Misbehaviour fault, Reply right) {
    return switch (fault) {
      case DROP_AFTER -> right.ending(Reply.Ending.DROPPED);
      case CUT_BODY -> right.ending(Reply.Ending.CUT);
      case STATUS_500_AFTER -> Reply.text(500, "text/plain", "internal error");
      case EMPTY_BODY -> right.withBody("");
      case GARBAGE_BODY -> right.withBody("}{ this is no JSON \u0000\u0001 %%%");
      case HTML_BODY -> Reply.text(200, HTML, "<!doctype html><title>Maintenance</title><p>Sorry.");
      case TRUNCATED_JSON -> right.withBody(right.body().substring(0, right.body().length() / 2));
      case WRONG_CONTENT_TYPE -> right.replacing("Content-Type", "text/plain");
      case HUGE_BODY -> {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("padding", "x".repeat(HUGE_BYTES));
        members.putAll(members(right));
        yield right.withBody(JSONObjectUtils.toJSONString(members));
      }
      case NO_ACCESS_TOKEN -> without(right, "access_token");
      case NO_ID_TOKEN -> without(right, "id_token");
      case NO_EXPIRES_IN -> without(right, "expires_in");
      case NO_TOKEN_TYPE -> without(right, "token_type");
      case NO_REFRESH_TOKEN -> without(right, "refresh_token");
      case NO_SCOPE -> without(right, "scope");
      case UNKNOWN_TOKEN_TYPE -> setting(right, "token_type", "unheard-of");
      case FORM_BODY -> Reply.text(200, FORM, form(members(right)));
      case STATUS_201 -> right.withStatus(201);
      case TRAILING_TEXT -> right.withBody(right.body() + "\n<!-- served by the test -->");
      case REPEATED_MEMBER ->
          right.withBody("{\"expires_in\":" + members(right).get("expires_in") + "," + rest(right));
      case TWO_REFRESH_TOKENS -> right.withBody("{\"refresh_token\":\"first\"," + rest(right));
      case USERINFO_WRONG_SUBJECT, INTROSPECTION_WRONG_SUBJECT ->
          setting(right, "sub", "user-mallory");
      case INTROSPECTION_NO_SUBJECT -> without(right, "sub");
      case INTROSPECTION_OTHER_CLIENT -> setting(right, "client_id", "another");
      case INTROSPECTION_INACTIVE -> right.withBody("{\"active\":false}");
      case DISCOVERY_WRONG_ISSUER -> setting(right, "issuer", "https://other-provider.example");
      case DISCOVERY_ISSUER_SLASH -> setting(right, "issuer", toggledSlash(right));
      case DISCOVERY_NO_TOKEN_ENDPOINT -> without(right, "token_endpoint");
      case JWKS_EMPTY -> right.withBody("{\"keys\":[]}");
      default -> right;
    };
  }

  private static String rest(Reply right) {
    return right.body().substring(1);
  }

  private static String form(Map<String, Object> members) {
    return members.entrySet().stream()
        .map(member -> member.getKey() + "=" + encoded(member.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(Object value) {
    return URLEncoder.encode(String.valueOf(value), StandardCharsets.UTF_8);
  }

  private static Reply error(int status, String code, String description) {
    return Reply.json(status, Map.of("error", code, "error_description", description));
  }

  private static Reply without(Reply right, String member) {
    Map<String, Object> members = members(right);
    members.remove(member);
    return right.withBody(JSONObjectUtils.toJSONString(members));
  }

  private static Reply setting(Reply right, String member, String value) {
    Map<String, Object> members = members(right);
    members.put(member, value);
    return right.withBody(JSONObjectUtils.toJSONString(members));
  }

  private static String toggledSlash(Reply right) {
    String issuer = String.valueOf(members(right).get("issuer"));
    return issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer + "/";
  }

  private static Map<String, Object> members(Reply reply) {
    try {
      return new LinkedHashMap<>(JSONObjectUtils.parse(reply.body()));
    } catch (ParseException e) {
      return new LinkedHashMap<>();
    }
  }
}
