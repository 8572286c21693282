package dev.tms.registration.lint;

import static dev.tms.registration.ClientProperties.CLIENT_ID;
import static dev.tms.registration.ClientProperties.CLIENT_NAME;
import static dev.tms.registration.ClientProperties.ENABLED;
import static dev.tms.registration.lint.Severity.ERROR;
import static dev.tms.registration.lint.Severity.NOTE;
import static dev.tms.registration.lint.Severity.WARNING;

import dev.tms.registration.ClientProperties;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.GrantType;
import dev.tms.registration.JsonPath;
import dev.tms.registration.Placeholder;
import dev.tms.registration.Property;
import dev.tms.registration.RegisteredUri;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The document itself: names, gaps, leftovers. */
final class DocumentRules {
  private static final List<Property<List<RegisteredUri>>> URIS =
      List.of(
          ClientProperties.REDIRECT_URIS,
          ClientProperties.POST_LOGOUT_REDIRECT_URIS,
          ClientProperties.ALLOWED_CORS_ORIGINS);

  static final List<Rule> RULES =
      List.of(
          Draft.any("name-duplicate", ERROR)
              .says("two registrations of a kind have the same name")
              .because("the second replaces the first, or the import fails", "RFC 6749 section 2.2")
              .mend("rename or remove one of them")
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
              .mend("set enabled to true, or remove the client")
              .at(ENABLED, client -> !client.enabled()),
          Draft.client("client-unnamed", NOTE)
              .says("the client has no name")
              .because("logs and consent screens show its id", "RFC 7591 section 2")
              .mend("set clientName")
              .at(
                  CLIENT_NAME,
                  client -> client.clientName().orElse("").isBlank() && !client.requireConsent()),
          Draft.client("client-id-characters", WARNING)
              .says("the client id has characters that get in the way")
              .because(
                  "only printable ASCII is allowed at all, and many clients do not encode blanks and"
                      + " colons for Basic authentication",
                  "RFC 6749 appendix A.1")
              .mend("use letters, digits, hyphens, dots and underscores")
              .at(CLIENT_ID, client -> !client.clientId().matches("[\\x21-\\x39\\x3B-\\x7E]+")),
          Draft.any("member-unknown", WARNING)
              .says("a member is not known, and looks like one that is")
              .because("the provider ignores it without a word", "RFC 7591 section 2")
              .mend("correct its name")
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
          Draft.any("placeholder", NOTE)
              .says("a placeholder is to be filled")
              .because(
                  "imported as it is, the registration does not work",
                  "practice of import packages")
              .mend("fill it before the document is used")
              .looks(
                  (registration, spots) ->
                      placeholders(registration.members(), spots.path(), spots)),
          Draft.client("list-duplicates", WARNING)
              .says("an entry is in a list twice")
              .because(
                  "some providers refuse the document, and removing one later has no effect",
                  "RFC 7591 section 2")
              .mend("remove one of them")
              .fixedBy(DocumentRules::withoutDuplicates)
              .looks(
                  (client, spots) -> {
                    for (Property<List<RegisteredUri>> uris : URIS) {
                      duplicates(spots, uris, client.get(uris));
                    }
                    duplicates(spots, ClientProperties.ALLOWED_SCOPES, client.allowedScopes());
                    duplicates(
                        spots, ClientProperties.ALLOWED_GRANT_TYPES, client.allowedGrantTypes());
                    duplicates(spots, ClientProperties.CLAIMS, client.claims());
                  }),
          Draft.client("uri-blanks", ERROR)
              .says("a URI has blanks around it")
              .because(
                  "it is compared as a text, so that it never matches", "RFC 3986 section 6.2.1")
              .mend("remove the blanks")
              .fixedBy(client -> mapUris(client, uri -> new RegisteredUri(uri.text().strip())))
              .looks(
                  (client, spots) ->
                      URIS.forEach(
                          uris ->
                              Lists.each(
                                  spots,
                                  uris,
                                  client.get(uris),
                                  uri -> !uri.text().equals(uri.text().strip()),
                                  uri -> "\"" + Texts.quote(uri) + "\" has blanks around it"))),
          Draft.client("id-blanks", ERROR)
              .says("the client id has blanks around it")
              .because("requests name it without them: invalid_client", "RFC 6749 section 2.2")
              .mend("remove the blanks")
              .fixedBy(client -> client.with(CLIENT_ID, client.clientId().strip()))
              .at(CLIENT_ID, client -> !client.clientId().equals(client.clientId().strip())));

  private DocumentRules() {}

  private static void placeholders(@Nullable Object value, String path, Spots spots) {
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (name, member) -> placeholders(member, JsonPath.member(path, name.toString()), spots));
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        placeholders(list.get(i), JsonPath.item(path, i), spots);
      }
    } else if (value instanceof String text) {
      Placeholder.in(text).stream()
          .distinct()
          .forEach(one -> spots.path(path, one + " is to be filled"));
    }
  }

  private static <T> void duplicates(Spots spots, Property<List<T>> property, List<T> items) {
    Set<T> seen = new HashSet<>();
    Lists.each(
        spots,
        property,
        items,
        item -> !seen.add(item),
        item -> "%s has the same entry twice".formatted(property));
  }

  private static ClientRegistration withoutDuplicates(ClientRegistration client) {
    ClientRegistration without = client;
    for (Property<List<RegisteredUri>> uris : URIS) {
      without = distinct(without, uris);
    }
    without = distinct(without, ClientProperties.ALLOWED_SCOPES);
    without = DocumentRules.<GrantType>distinct(without, ClientProperties.ALLOWED_GRANT_TYPES);
    return distinct(without, ClientProperties.CLAIMS);
  }

  private static <T> ClientRegistration distinct(
      ClientRegistration client, Property<List<T>> property) {
    List<T> all = client.get(property);
    List<T> distinct = all.stream().distinct().toList();
    return distinct.size() == all.size() ? client : client.with(property, distinct);
  }

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
