#!/usr/bin/env bash
# Software:  google-oauth-client 1.39.0 with its transport for each Java, NetHttpTransport (google-http-client 2.2.0)
# Behaviour: the error of a token endpoint is in `TokenResponseException.getDetails()` when the status is 400, and is lost when it is
#            401: details and content are null, although the answer is JSON and says `invalid_client`; RFC 6749 section 5.2 wants
#            that status where the client used Basic. A GET to the same provider keeps its content. (The transport streams the
#            request, and Java's HttpURLConnection gives up a streamed one at a 401 before it reads the body.)
# One would guess: that both statuses of that section carry the error.
# Who is hurt: applications that tell a wrong or expired client secret from a user who must sign in again: they cannot.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.google.oauth-client</groupId><artifactId>google-oauth-client</artifactId><version>1.39.0</version></dependency>
    <dependency><groupId>com.google.http-client</groupId><artifactId>google-http-client</artifactId><version>2.2.0</version></dependency>
    <dependency><groupId>com.google.http-client</groupId><artifactId>google-http-client-gson</artifactId><version>2.2.0</version></dependency>
  </dependencies>
</project>
POM
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.10.0:copy-dependencies -DoutputDirectory=lib > mvn.log
cat > Lost.java <<'JAVA'
import com.google.api.client.auth.oauth2.*;
import com.google.api.client.http.*;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;

public class Lost {
  public static void main(String[] arguments) throws Exception {
    var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    for (int status : new int[] {400, 401}) {
      server.createContext("/" + status, exchange -> {
        exchange.getRequestBody().readAllBytes();
        byte[] body = "{\"error\":\"invalid_client\",\"error_description\":\"the secret has expired\"}".getBytes();
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        if (status == 401) exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"provider\"");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
      });
    }
    server.start();
    var transport = new NetHttpTransport();
    for (int status : new int[] {400, 401}) {
      var url = new GenericUrl("http://127.0.0.1:" + server.getAddress().getPort() + "/" + status);
      try {
        new RefreshTokenRequest(transport, GsonFactory.getDefaultInstance(), url, "refresh")
            .setClientAuthentication(new BasicAuthentication("app", "secret")).execute();
      } catch (TokenResponseException e) {
        System.out.println("refresh: " + e.getStatusCode() + ", error " + (e.getDetails() == null ? null : e.getDetails().getError())
            + ", content " + e.getContent());
      }
      try {
        transport.createRequestFactory().buildGetRequest(url).execute();
      } catch (HttpResponseException e) {
        System.out.println("GET: " + e.getStatusCode() + ", content " + e.getContent());
      }
    }
    server.stop(0);
  }
}
JAVA
javac -proc:none -nowarn -cp 'lib/*' -d . Lost.java
seen=$(java -Xmx256m -XX:TieredStopAtLevel=1 -cp '.:lib/*' Lost 2> log) || { cat log; exit 1; }
echo "$seen"
[ "$seen" = 'refresh: 400, error invalid_client, content {
  "error": "invalid_client",
  "error_description": "the secret has expired"
}
GET: 400, content {"error":"invalid_client","error_description":"the secret has expired"}
refresh: 401, error null, content null
GET: 401, content {"error":"invalid_client","error_description":"the secret has expired"}' ] || { echo "the behaviour has changed"; exit 1; }
