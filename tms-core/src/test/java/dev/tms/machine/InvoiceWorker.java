package dev.tms.machine;

import dev.tms.Tms;
import dev.tms.oauth.ClientSecret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

/** The example of docs/machine-tokens.md. */
public final class InvoiceWorker implements AutoCloseable {
  private final MachineTokens tokens;
  private final HttpClient billing;

  public InvoiceWorker(String issuer, Path secret) {
    MachineClient client =
        MachineClient.discover(issuer, "invoice-worker", ClientSecret.fromFile(secret))
            .withScopes("invoices.write");
    tokens = Tms.machineTokens().client("billing", client).build();
    billing = tokens.authorizing("billing", HttpClient.newHttpClient());
  }

  public int send(URI api, String invoice) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(api)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(invoice))
            .build();
    return billing.send(request, BodyHandlers.discarding()).statusCode();
  }

  @Override
  public void close() {
    tokens.close();
  }
}
