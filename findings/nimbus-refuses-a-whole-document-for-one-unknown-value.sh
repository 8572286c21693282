#!/usr/bin/env bash
# Software:  Nimbus JOSE+JWT 10.10 and Nimbus OAuth 2.0 SDK 11.39 (in Spring Security, pac4j and more)
# Behaviour: (1) a key set with a key that it does not know is good if the `kty` is new, but is refused as a whole, the good key too,
#            if it is an EC or OKP key whose `crv` is unknown, or a key that lists an operation of its own in `key_ops`.
#            (2) provider metadata are refused as a whole for one unknown value in `prompt_values_supported`, `display_values_supported`
#            or `claim_types_supported`, while unknown response modes and client authentication methods are taken.
# One would guess: that unknown keys are passed over (RFC 7517 section 5: those with values out of the supported ranges, too; its
#            section 4.3 allows other operations), and that a client reads past what it does not use.
# Who is hurt: clients of a provider that adds a key on a curve of its own, say Brainpool for one of its other clients, or names a
#            prompt of its own: from then on no token is good, and no client starts.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.nimbusds</groupId><artifactId>nimbus-jose-jwt</artifactId><version>10.10</version></dependency>
    <dependency><groupId>com.nimbusds</groupId><artifactId>oauth2-oidc-sdk</artifactId><version>11.39</version></dependency>
  </dependencies>
</project>
POM
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.10.0:copy-dependencies -DoutputDirectory=lib > mvn.log
cat > Unknown.java <<'JAVA'
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.util.concurrent.Callable;

public class Unknown {
  public static void main(String[] arguments) throws Exception {
    String good = new RSAKeyGenerator(2048).keyID("good").generate().toPublicJWK().toJSONString();
    String other = new RSAKeyGenerator(2048).keyID("other").generate().toPublicJWK().toJSONString();
    String point = "\"x\":\"GZnR7cZEuPfvdsMJMzz9ewxfbFeR1kT4zM9pVXBfZ3g\"";
    keys("kty", good, "{\"kty\":\"AKP\",\"alg\":\"ML-DSA-44\",\"kid\":\"other\",\"pub\":\"AAAA\"}");
    keys("EC crv", good, "{\"kty\":\"EC\",\"crv\":\"BP-256\",\"kid\":\"other\"," + point + ",\"y\":\"iYk8XFAyHSbYwZ2cdnVQ2mNP0p5GdLr2wvcNPu0gJ9A\"}");
    keys("OKP crv", good, "{\"kty\":\"OKP\",\"crv\":\"other-25519\",\"kid\":\"other\"," + point + "}");
    keys("key_ops", good, other.replace("{", "{\"key_ops\":[\"verify\",\"https://id.example/attest\"],"));
    metadata("\"response_modes_supported\":[\"query\",\"other\"]");
    metadata("\"token_endpoint_auth_methods_supported\":[\"client_secret_basic\",\"other\"]");
    metadata("\"prompt_values_supported\":[\"login\",\"other\"]");
    metadata("\"display_values_supported\":[\"page\",\"other\"]");
    metadata("\"claim_types_supported\":[\"normal\",\"other\"]");
  }

  static void keys(String what, String good, String other) {
    show("a key with another " + what, () -> JWKSet.parse("{\"keys\":[" + good + "," + other + "]}").getKeyByKeyId("good").getKeyID());
  }

  static void metadata(String member) {
    show(member, () -> OIDCProviderMetadata.parse("{\"issuer\":\"https://id.example\",\"authorization_endpoint\":\"https://id.example/authorize\","
        + "\"token_endpoint\":\"https://id.example/token\",\"jwks_uri\":\"https://id.example/jwks\",\"response_types_supported\":[\"code\"],"
        + "\"subject_types_supported\":[\"public\"],\"id_token_signing_alg_values_supported\":[\"RS256\"]," + member + "}").getIssuer());
  }

  static void show(String what, Callable<Object> read) {
    try {
      System.out.println(what + ": " + read.call());
    } catch (Exception e) {
      System.out.println(what + ": " + e.getMessage());
    }
  }
}
JAVA
javac -proc:none -cp 'lib/*' -d . Unknown.java
seen=$(java -Xmx256m -XX:TieredStopAtLevel=1 -cp '.:lib/*' Unknown 2> log) || { cat log; exit 1; }
echo "$seen"
[ "$seen" = 'a key with another kty: good
a key with another EC crv: Invalid JWK at position 1: Unknown / unsupported curve: BP-256
a key with another OKP crv: Invalid JWK at position 1: Unknown / unsupported curve: other-25519
a key with another key_ops: Invalid JWK at position 1: Invalid JWK operation: https://id.example/attest
"response_modes_supported":["query","other"]: https://id.example
"token_endpoint_auth_methods_supported":["client_secret_basic","other"]: https://id.example
"prompt_values_supported":["login","other"]: Unknown prompt type
"display_values_supported":["page","other"]: Unknown display type
"claim_types_supported":["normal","other"]: Unknow claim type: other' ] || { echo "the behaviour has changed"; exit 1; }
