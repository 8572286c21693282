package dev.tms.testkit;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.openid.connect.sdk.SubjectType;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.tms.testkit.Core.Addresses;
import dev.tms.testkit.http.Reply;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Discovery document and key set. Neither is cacheable, so that tests see changes. */
final class MetadataEndpoints {
  private static final List<ClientAuthenticationMethod> METHODS =
      List.of(
          ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
          ClientAuthenticationMethod.CLIENT_SECRET_POST,
          ClientAuthenticationMethod.NONE);

  private final Core core;

  MetadataEndpoints(Core core) {
    this.core = core;
  }

  Reply discovery() {
    Addresses at = core.addresses();
    OIDCProviderMetadata metadata =
        new OIDCProviderMetadata(
            new Issuer(at.issuer()), List.of(SubjectType.PUBLIC), at.at(RequestKind.JWKS));
    metadata.setAuthorizationEndpointURI(listed(RequestKind.AUTHORIZATION));
    metadata.setTokenEndpointURI(listed(RequestKind.TOKEN_OTHER));
    metadata.setUserInfoEndpointURI(listed(RequestKind.USERINFO));
    metadata.setRevocationEndpointURI(listed(RequestKind.REVOCATION));
    metadata.setIntrospectionEndpointURI(listed(RequestKind.INTROSPECTION));
    metadata.setEndSessionEndpointURI(listed(RequestKind.END_SESSION));
    metadata.setScopes(new Scope("openid", "profile", "email"));
    if (core.profile().offline() == ProviderProfile.Offline.SCOPE) {
      metadata.getScopes().add("offline_access");
    }
    metadata.setResponseTypes(List.of(ResponseType.CODE));
    metadata.setResponseModes(List.of(ResponseMode.QUERY, ResponseMode.FORM_POST));
    metadata.setGrantTypes(
        List.of(
            GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN, GrantType.CLIENT_CREDENTIALS));
    metadata.setCodeChallengeMethods(List.of(CodeChallengeMethod.S256));
    metadata.setTokenEndpointAuthMethods(METHODS);
    metadata.setRevocationEndpointAuthMethods(METHODS);
    metadata.setIntrospectionEndpointAuthMethods(METHODS.subList(0, 2));
    metadata.setIDTokenJWSAlgs(List.of(JWSAlgorithm.RS256));
    metadata.setClaims(
        List.of(
            "iss",
            "sub",
            "aud",
            "azp",
            "exp",
            "iat",
            "auth_time",
            "nonce",
            "acr",
            "sid",
            "name",
            "preferred_username",
            "email",
            "email_verified"));
    metadata.setSupportsAuthorizationResponseIssuerParam(core.settings().issInResponse);
    metadata.setSupportsBackChannelLogout(true);
    metadata.setSupportsBackChannelLogoutSession(true);
    metadata.setSupportsRequestURIParam(false);
    return Reply.json(200, metadata.toJSONObject());
  }

  private @Nullable URI listed(RequestKind kind) {
    return core.profile().lists(kind) ? core.addresses().at(kind) : null;
  }

  Reply keys() {
    return Reply.json(200, core.keys().published().toJSONObject(true));
  }
}
