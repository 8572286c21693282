package dev.tms.demo.cli.client;

import dev.tms.registration.ClientRegistration;
import dev.tms.registration.document.RegistrationDocument;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which client of a document. */
final class OneClient {
  @Option(
      names = "--client",
      paramLabel = "ID",
      description = "which client, where the document has several")
  private @Nullable String id;

  boolean isGiven() {
    return id != null;
  }

  /**
   * The client.
   *
   * @throws CommandFailure if there is none, or more than one could be meant
   */
  ClientRegistration of(RegistrationDocument document, Input input) {
    List<ClientRegistration> clients =
        document.contents().clients().stream()
            .filter(client -> id == null || client.clientId().equals(id))
            .toList();
    if (clients.size() == 1) {
      return clients.get(0);
    }
    if (clients.isEmpty()) {
      throw CommandFailure.invalid(
          input.label() + ": has no client" + (id == null ? "" : " with the id " + id));
    }
    throw CommandFailure.invalid(
        input.label()
            + ": has several clients, choose with --client: "
            + clients.stream().map(ClientRegistration::clientId).collect(Collectors.joining(", ")));
  }
}
