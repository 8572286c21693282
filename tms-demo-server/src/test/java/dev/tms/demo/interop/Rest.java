package dev.tms.demo.interop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tms.testkit.http.Forms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** Plain HTTP calls, without cookies and redirects. Thread-safe. */
final class Rest {
  private static final ObjectMapper mapper = new ObjectMapper();

  /** An answer; its text leaves the body out, which may hold tokens. */
  record Answer(URI uri, int status, String contentType, String body) {
    JsonNode json() {
      try {
        return mapper.readTree(body);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("no JSON in the answer " + this, e);
      }
    }

    @Override
    public String toString() {
      return status + " at " + uri.getPath();
    }
  }

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Answer get(URI uri, Map<String, String> headers) {
    return send(HttpRequest.newBuilder(uri).GET(), uri, headers);
  }

  /** Posts a form. */
  Answer post(URI uri, Map<String, String> form, Map<String, String> headers) {
    return post(uri, Forms.encode(form), headers);
  }

  /** Posts a form as it is, or what the headers say it is. */
  Answer post(URI uri, String form, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .setHeader("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form));
    return send(request, uri, headers);
  }

  private Answer send(HttpRequest.Builder request, URI uri, Map<String, String> headers) {
    headers.forEach(request::setHeader);
    try {
      HttpResponse<String> answer =
          client.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
      String type = answer.headers().firstValue("content-type").orElse("");
      return new Answer(uri, answer.statusCode(), type, answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException("no answer from " + uri.getPath(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
