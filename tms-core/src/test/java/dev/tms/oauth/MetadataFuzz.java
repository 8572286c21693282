package dev.tms.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.http.Header;
import dev.tms.http.PublicUrl;
import dev.tms.outbound.Sender.Answer;
import dev.tms.text.Json;
import dev.tms.text.Printable;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Discovery documents, for a fuzzer: usable metadata, or a sentence that says why not. */
public final class MetadataFuzz {
  private static final ClientSettings SETTINGS = Rig.settings();

  private MetadataFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    accepts(bytes);
  }

  /** Whether the bytes are metadata, which then name what they say and are safe to use. */
  public static boolean accepts(byte[] bytes) {
    Rig rig = new Rig();
    rig.sender.on(Rig.DISCOVERY, answer(bytes));

    MetadataSource.Outcome outcome = rig.metadata(SETTINGS).get();

    if (outcome instanceof ProviderTrouble trouble) {
      isSentence(trouble.reason());
      return false;
    }
    ProviderMetadata metadata = (ProviderMetadata) outcome;
    Map<String, Object> document = Json.read(bytes).orElseThrow(AssertionError::new);
    assertThat(document).containsEntry("issuer", Rig.ISSUER);
    assertThat(metadata.issuer()).isEqualTo(Rig.ISSUER);
    assertThat(metadata.missing(SETTINGS)).isEmpty();
    metadata.byMember().forEach((name, uri) -> isEndpoint(document.get(name), uri));
    metadata.unusable().forEach(MetadataFuzz::isSentence);
    return true;
  }

  static Answer answer(byte[] bytes) {
    return new Answer(200, List.of(new Header("Content-Type", "application/json")), bytes);
  }

  /** A line that an operator can read. */
  static void isSentence(String text) {
    assertThat(text).isNotBlank().hasSizeLessThan(2000);
    assertThat(text.codePoints().allMatch(Printable::isSafe)).as(text).isTrue();
  }

  private static void isEndpoint(Object published, URI uri) {
    assertThat(uri.toString()).isEqualTo(published);
    assertThat(uri.getHost()).isNotBlank();
    assertThat(uri.getRawUserInfo()).isNull();
    assertThat(uri.getRawFragment()).isNull();
    assertThat(
            uri.getScheme().equalsIgnoreCase("https")
                || (uri.getScheme().equalsIgnoreCase("http")
                    && PublicUrl.isLoopbackHost(uri.getHost())))
        .as("%s is encrypted, or stays on this machine", uri)
        .isTrue();
  }
}
