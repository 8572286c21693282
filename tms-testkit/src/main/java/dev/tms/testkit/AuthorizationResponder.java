package dev.tms.testkit;

import com.nimbusds.oauth2.sdk.ErrorObject;
import dev.tms.testkit.AuthorizationCheck.Addressed;
import dev.tms.testkit.grant.RandomText;
import dev.tms.testkit.http.Forms;
import dev.tms.testkit.http.Reply;
import java.util.LinkedHashMap;
import java.util.Map;

final class AuthorizationResponder {
  private static final String MARKUP = "<script>alert(1)</script>";

  private final Core core;

  AuthorizationResponder(Core core) {
    this.core = core;
  }

  Reply code(Addressed addressed, String code, int redirect) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("code", code);
    return respond(addressed, parameters, redirect);
  }

  Reply error(Addressed addressed, ErrorObject error, int redirect) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("error", error.getCode());
    parameters.put("error_description", String.valueOf(error.getDescription()));
    return respond(addressed, parameters, redirect);
  }

  private Reply respond(Addressed addressed, Map<String, String> parameters, int redirect) {
    if (addressed.state() != null) {
      parameters.put("state", addressed.state());
    }
    if (core.settings().issInResponse) {
      // RFC 9207 2: error responses as well
      parameters.put("iss", core.addresses().issuer());
    }
    core.script().nextAuthorizationResponse().ifPresent(fault -> spoil(parameters, fault));
    if (addressed.formPost()) {
      return Pages.formPost(addressed.redirectUri(), parameters);
    }
    String separator = addressed.redirectUri().contains("?") ? "&" : "?";
    return Reply.redirect(redirect, addressed.redirectUri() + separator + Forms.encode(parameters))
        .with("Referrer-Policy", "no-referrer");
  }

  private static void spoil(Map<String, String> parameters, Misbehaviour fault) {
    switch (fault) {
      case RESPONSE_WRONG_ISSUER -> parameters.put("iss", "https://other-provider.example");
      case RESPONSE_NO_ISSUER -> parameters.remove("iss");
      case RESPONSE_WRONG_STATE -> parameters.put("state", RandomText.next());
      case RESPONSE_NO_STATE -> parameters.remove("state");
      case RESPONSE_NO_CODE -> parameters.remove("code");
      case RESPONSE_WRONG_CODE -> parameters.put("code", RandomText.next());
      case RESPONSE_CODE_AND_ERROR -> parameters.put("error", "server_error");
      case RESPONSE_ACCESS_DENIED -> becomeError(parameters, "access_denied", "refused");
      case RESPONSE_TEMPORARILY_UNAVAILABLE ->
          becomeError(parameters, "temporarily_unavailable", "busy");
      case RESPONSE_STRANGE_ERROR -> becomeError(parameters, "strange" + MARKUP, MARKUP);
      case RESPONSE_AUTH_MODE_NOT_ALLOWED ->
          becomeError(parameters, "invalid_request", "auth mode not allowed");
      default -> throw new IllegalArgumentException(fault.toString());
    }
  }

  private static void becomeError(Map<String, String> parameters, String error, String text) {
    parameters.remove("code");
    parameters.put("error", error);
    parameters.put("error_description", text);
  }
}
