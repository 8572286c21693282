package dev.tms.registration.lint;

import static dev.tms.registration.ClientProperties.ALLOWED_CORS_ORIGINS;
import static dev.tms.registration.ClientProperties.CLIENT_ID;
import static dev.tms.registration.ClientProperties.ENABLED;
import static dev.tms.registration.ClientProperties.POST_LOGOUT_REDIRECT_URIS;
import static dev.tms.registration.ClientProperties.REDIRECT_URIS;
import static dev.tms.registration.lint.Severity.ERROR;
import static dev.tms.registration.lint.Severity.WARNING;

import dev.tms.registration.ClientRegistration;
import dev.tms.registration.Property;
import dev.tms.registration.RegisteredUri;
import java.util.List;
import java.util.function.UnaryOperator;

/** The document itself: names, gaps, leftovers. */
final class DocumentRules {
  private static final List<Property<List<RegisteredUri>>> URIS =
      List.of(REDIRECT_URIS, POST_LOGOUT_REDIRECT_URIS, ALLOWED_CORS_ORIGINS);

  static final List<Rule> RULES =
      List.of(
          Draft.any("name-duplicate", ERROR)
              .says("two registrations of a kind have the same name")
              .because("the second replaces the first, or the import fails", "RFC 6749 section 2.2")
              .advice("rename or remove one of them")
              .looks(
                  (registration, spots) -> {
                    if (spots.knowledge().isSecond(registration, spots.path())) {
                      spots.here(
                          "%s %s is there twice"
                              .formatted(registration.kind(), Texts.quote(registration.name())));
                    }
                  }),
          Draft.client("client-disabled", WARNING)
              .says("the client is disabled")
              .because(
                  "every request of it is answered with unauthorized_client",
                  "RFC 6749 section 4.1.2.1")
              .advice("set enabled to true, or remove the client")
              .at(ENABLED, client -> !client.enabled()),
          Draft.any("member-unknown", WARNING)
              .says("a member is not known, and looks like one that is")
              .because("the provider ignores it without a word", "RFC 7591 section 2")
              .advice("correct its name")
              .looks(
                  (registration, spots) ->
                      registration
                          .unknownMembers()
                          .keySet()
                          .forEach(
                              name ->
                                  Similar.to(name, registration.properties())
                                      .ifPresent(
                                          known ->
                                              spots.member(
                                                  name,
                                                  "%s is not known; is %s meant?"
                                                      .formatted(Texts.quote(name), known))))),
          Draft.client("uri-blanks", ERROR)
              .says("a URI has blanks around it")
              .because(
                  "it is compared as a text, so that it never matches", "RFC 3986 section 6.2.1")
              .advice("remove the blanks")
              .fixedBy(client -> mapUris(client, uri -> new RegisteredUri(uri.text().strip())))
              .looks(
                  (client, spots) ->
                      URIS.forEach(
                          uris ->
                              spots.each(
                                  uris,
                                  client.get(uris),
                                  uri -> !uri.text().equals(uri.text().strip()),
                                  uri -> "\"" + Texts.quote(uri) + "\" has blanks around it"))),
          Draft.client("id-blanks", ERROR)
              .says("the client id has blanks around it")
              .because("requests name it without them: invalid_client", "RFC 6749 section 2.2")
              .advice("remove the blanks")
              .fixedBy(client -> client.with(CLIENT_ID, client.clientId().strip()))
              .at(CLIENT_ID, client -> !client.clientId().equals(client.clientId().strip())));

  private DocumentRules() {}

  private static ClientRegistration mapUris(
      ClientRegistration client, UnaryOperator<RegisteredUri> change) {
    ClientRegistration changed = client;
    for (Property<List<RegisteredUri>> uris : URIS) {
      if (!client.get(uris).isEmpty()) {
        changed = changed.with(uris, client.get(uris).stream().map(change).toList());
      }
    }
    return changed;
  }
}
