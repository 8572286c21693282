package dev.tms.registration.fuzz;

import dev.tms.registration.ClientRegistration;
import dev.tms.registration.JsonPath;
import dev.tms.registration.document.JsonText;
import dev.tms.registration.document.RegistrationDocument;
import dev.tms.registration.dynamic.ClientMetadata;
import dev.tms.registration.dynamic.MetadataConversion;
import dev.tms.registration.dynamic.MetadataConversion.Converted;
import dev.tms.registration.dynamic.RegisteredClient;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What must hold of conversions: they give something, and a list of what is lost. */
final class Conversions {
  private static final int CLIENTS = 5;

  private Conversions() {}

  static void endWithAList(RegistrationDocument document) {
    List<ClientRegistration> clients = document.contents().clients();
    for (ClientRegistration client : clients.subList(0, Math.min(clients.size(), CLIENTS))) {
      ClientMetadata metadata = taken(MetadataConversion.toMetadata(client));
      JsonText.write(metadata.members());
      Fact.areLines(metadata.differencesFrom(ClientMetadata.empty()));
      ClientMetadata again = MetadataConversion.over(metadata, client).value();
      Fact.areEqual(again.differencesFrom(metadata), List.of(), "registered again");
      isWritten(taken(MetadataConversion.fromMetadata(client.clientId(), metadata)));
    }
  }

  /** As the command line reads what is no document of registrations. */
  static void ofAnyObject(String text) {
    if (!(JsonText.read(text).orElse(null) instanceof Map<?, ?> json)) {
      return;
    }
    Map<String, @Nullable Object> members = JsonPath.copyOf(json, value -> value);
    isWritten(taken(MetadataConversion.fromMetadata("id", ClientMetadata.of(members))));
    RegisteredClient registered;
    try {
      registered = RegisteredClient.of(members);
    } catch (IllegalArgumentException e) {
      Fact.isOneLine(String.valueOf(e.getMessage()));
      return;
    }
    registered.secretExpiresAt();
    registered.registrationClientUri();
    isWritten(taken(MetadataConversion.fromRegistered(registered)));
  }

  private static void isWritten(ClientRegistration client) {
    String written = RegistrationDocument.of(client).toJson();
    Fact.areEqual(RegistrationDocument.parse(written).client(), client, "converted and read again");
  }

  private static <T> T taken(Converted<T> converted) {
    Fact.areLines(converted.losses());
    return converted.value();
  }
}
