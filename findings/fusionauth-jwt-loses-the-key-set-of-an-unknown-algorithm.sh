#!/usr/bin/env bash
# Software:  FusionAuth JWT 6.0.0 (io.fusionauth:fusionauth-jwt)
# Behaviour: JSONWebKeySetHelper reads no key at all from a key set in which one key has an `alg` or a `kty` that the library does not
#            know: a key for encryption (RSA-OAEP, which Keycloak publishes by default; ECDH-ES), one of ES256K, one of type AKP. The good
#            key beside it is lost, too, while an unknown curve alone does no harm. The message says only that the response is no JSON.
# One would guess: that such keys are passed over (RFC 7517 section 5), above all those that say `"use": "enc"`.
# Who is hurt: services that verify Keycloak's tokens with it; and those of any provider, on the day that it adds a key for another client.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>io.fusionauth</groupId><artifactId>fusionauth-jwt</artifactId><version>6.0.0</version></dependency>
  </dependencies>
</project>
POM
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.10.0:copy-dependencies -DoutputDirectory=lib > mvn.log
cat > KeySet.java <<'JAVA'
import com.sun.net.httpserver.HttpServer;
import io.fusionauth.jwks.JSONWebKeySetHelper;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;

public class KeySet {
  static volatile String served;

  public static void main(String[] arguments) throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/jwks", exchange -> {
      byte[] body = served.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    server.start();
    String good = "{" + rsa() + ",\"kid\":\"good\",\"use\":\"sig\",\"alg\":\"RS256\"}";
    show(server, "alone", good);
    show(server, "RSA, verifies", good, "{" + rsa() + ",\"kid\":\"other\",\"key_ops\":[\"verify\"]}");
    show(server, "Ed25519", good, "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"other\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}");
    show(server, "RSA-OAEP, encrypts", good, "{" + rsa() + ",\"kid\":\"other\",\"use\":\"enc\",\"alg\":\"RSA-OAEP\"}");
    show(server, "X25519, encrypts", good,
        "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"use\":\"enc\",\"alg\":\"ECDH-ES\",\"kid\":\"other\",\"x\":\"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08\"}");
    show(server, "secp256k1", good, secp256k1(""));
    show(server, "secp256k1, ES256K", good, secp256k1("\"alg\":\"ES256K\","));
    show(server, "AKP", good, "{\"kty\":\"AKP\",\"alg\":\"ML-DSA-44\",\"kid\":\"other\",\"pub\":\"AAAA\"}");
    server.stop(0);
  }

  static String secp256k1(String algorithm) {
    return "{\"kty\":\"EC\",\"crv\":\"secp256k1\"," + algorithm + "\"kid\":\"other\",\"x\":\"eb5mfvncu6xVoGKVzocLBwKb_NstzijZWfKBWxb4F5g\","
        + "\"y\":\"SDradyajxGVdpPv8DhEIqP0XtEimhVQZnEfQj_sQ1Lg\"}";
  }

  static String rsa() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    BigInteger modulus = ((RSAPublicKey) generator.generateKeyPair().getPublic()).getModulus();
    byte[] bytes = modulus.toByteArray();
    String n = Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOfRange(bytes, bytes.length - 256, bytes.length));
    return "\"kty\":\"RSA\",\"n\":\"" + n + "\",\"e\":\"AQAB\"";
  }

  static void show(HttpServer server, String what, String... keys) {
    served = "{\"keys\":[" + String.join(",", keys) + "]}";
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/jwks";
    try {
      System.out.println(what + ": " + JSONWebKeySetHelper.retrieveKeysFromJWKS(url).size() + " of " + keys.length);
    } catch (Exception e) {
      System.out.println(what + ": " + e.getMessage().replace(url, "URL"));
    }
  }
}
JAVA
javac -cp 'lib/*' -d . KeySet.java
seen=$(java -Xmx256m -XX:TieredStopAtLevel=1 -cp '.:lib/*' KeySet 2> log) || { cat log; exit 1; }
echo "$seen"
[ "$seen" = 'alone: 1 of 1
RSA, verifies: 2 of 2
Ed25519: 2 of 2
RSA-OAEP, encrypts: Failed to parse the response as JSON from [URL].
X25519, encrypts: Failed to parse the response as JSON from [URL].
secp256k1: 2 of 2
secp256k1, ES256K: Failed to parse the response as JSON from [URL].
AKP: Failed to parse the response as JSON from [URL].' ] || { echo "the behaviour has changed"; exit 1; }
