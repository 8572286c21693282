#!/usr/bin/env bash
# Software:  Apache CXF 4.2.0 (cxf-rt-rs-json-basic and cxf-rt-rs-security-jose, which read JWT, JWK and OAuth messages)
# Behaviour: CXF has a JSON reader of its own. (1) A blank or line break between the end of a list and the comma after it makes the comma
#            the name of the next member: `"aud": ["shop"] , "exp": 1` has no `exp`. (2) Escapes stay as they are: the name of "J\u00fcrgen"
#            is `J\u00fcrgen`. (3) A list of lists is a NumberFormatException.
# One would guess: that whitespace between tokens means nothing and escapes are read (RFC 8259 sections 2 and 7).
# Who is hurt: clients of providers that write JSON with a blank before the comma, or all but ASCII as escapes: claims are missing or other.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.cxf</groupId><artifactId>cxf-rt-rs-security-jose</artifactId><version>4.2.0</version></dependency>
  </dependencies>
</project>
POM
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.10.0:copy-dependencies -DoutputDirectory=lib > mvn.log
cat > Claims.java <<'JAVA'
import org.apache.cxf.rs.security.jose.jwt.JwtUtils;

public class Claims {
  public static void main(String[] arguments) {
    show("{\"aud\":[\"shop\"],\"exp\":1}");
    show("{ \"aud\": [ \"shop\" ], \"exp\": 1 }");
    show("{ \"sub\" : \"7\" , \"exp\" : 1 }");
    show("{ \"aud\" : [ \"shop\" ] , \"exp\" : 1 }");
    show("{\"name\":\"J\\u00fcrgen\"}");
    show("{\"address\":{\"formatted\":\"1 Main Street\\nSpringfield\"}}");
    show("{\"polygon\":[[1,2],[3,4]]}");
  }

  static void show(String json) {
    String read;
    try {
      read = JwtUtils.jsonToClaims(json).asMap().toString();
    } catch (RuntimeException e) {
      read = e.getClass().getSimpleName();
    }
    System.out.println(json + " is " + read);
  }
}
JAVA
javac -proc:none -cp 'lib/*' -d . Claims.java 2> javac.log || { cat javac.log; exit 1; }
seen=$(java -Xmx256m -XX:TieredStopAtLevel=1 -cp '.:lib/*' Claims 2> log) || { cat log; exit 1; }
echo "$seen"
[ "$seen" = '{"aud":["shop"],"exp":1} is {aud=[shop], exp=1}
{ "aud": [ "shop" ], "exp": 1 } is {aud=[shop], exp=1}
{ "sub" : "7" , "exp" : 1 } is {sub=7, exp=1}
{ "aud" : [ "shop" ] , "exp" : 1 } is {aud=[shop], , =1}
{"name":"J\u00fcrgen"} is {name=J\u00fcrgen}
{"address":{"formatted":"1 Main Street\nSpringfield"}} is {address={formatted=1 Main Street\nSpringfield}}
{"polygon":[[1,2],[3,4]]} is NumberFormatException' ] || { echo "the behaviour has changed"; exit 1; }
