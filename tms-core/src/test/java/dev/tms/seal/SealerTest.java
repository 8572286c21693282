package dev.tms.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.seal.Sealer.Opened;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.seal.Sealer.SealScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SealerTest {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final byte[] PLAIN = "a token".getBytes(UTF_8);

  private final KeyRing ring = SealRig.ring(Keys.inMemory());
  private final Sealer sealer = new Sealer(ring, SealRig.SCOPE);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 15, 16, 17, 2048, 12_000})
  void seal_thenOpen_givesTheSameBytes(int length) {
    byte[] plain = new byte[length];
    Arrays.fill(plain, (byte) 0x5A);

    byte[] sealed = sealer.seal(Purpose.SESSION, plain);
    String text = sealer.sealText(Purpose.SESSION, plain);

    assertThat(sealed).hasSize(length + Sealer.OVERHEAD_BYTES);
    assertThat(text).hasSize(Sealer.textLength(length)).matches("[A-Za-z0-9_-]+");
    assertThat(sealer.open(Purpose.SESSION, sealed).orElseThrow().plain()).isEqualTo(plain);
    assertThat(sealer.openText(Purpose.SESSION, text).orElseThrow().plain()).isEqualTo(plain);
    assertThat(sealer.open(Purpose.SESSION, sealed).orElseThrow().stale()).isFalse();
  }

  @Test
  void seal_sameValueTwice_differs() {
    assertThat(sealer.sealText(Purpose.SESSION, PLAIN))
        .isNotEqualTo(sealer.sealText(Purpose.SESSION, PLAIN));
  }

  @Test
  @DisplayName("Lesson 44: a value opens for its purpose, cookie, issuer, client and origin alone")
  void open_anyOtherPurposeOrScope_doesNotOpen() {
    List<SealScope> scopes =
        List.of(
            SealRig.SCOPE,
            new SealScope("tms2", "https://id.example", "shop", "https://shop.example"),
            new SealScope("tms", "https://id2.example", "shop", "https://shop.example"),
            new SealScope("tms", "https://id.example", "shop2", "https://shop.example"),
            new SealScope("tms", "https://id.example", "shop", "https://shop.example:8443"));
    for (SealScope from : scopes) {
      for (Purpose sealedFor : Purpose.values()) {
        byte[] sealed = new Sealer(ring, from).seal(sealedFor, PLAIN);
        for (SealScope to : scopes) {
          for (Purpose openedFor : Purpose.values()) {
            assertThat(new Sealer(ring, to).open(openedFor, sealed).isPresent())
                .as("%s %s -> %s %s", from, sealedFor, to, openedFor)
                .isEqualTo(from.equals(to) && sealedFor == openedFor);
          }
        }
      }
    }
  }

  @Test
  @DisplayName("Lesson 28: fields cannot lend characters to their neighbours")
  void open_fieldBoundariesMoved_doesNotOpen() {
    byte[] sealed = new Sealer(ring, new SealScope("a", "bc", "d", "e")).seal(Purpose.LOGIN, PLAIN);
    assertThat(new Sealer(ring, new SealScope("ab", "c", "d", "e")).open(Purpose.LOGIN, sealed))
        .isEmpty();
    assertThat(new Sealer(ring, new SealScope("a", "b", "cd", "e")).open(Purpose.LOGIN, sealed))
        .isEmpty();

    byte[] bound = sealer.seal(Purpose.LOGIN, PLAIN, bytes("ab"), bytes("c"));
    assertThat(sealer.open(Purpose.LOGIN, bound, bytes("ab"), bytes("c"))).isPresent();
    assertThat(sealer.open(Purpose.LOGIN, bound, bytes("a"), bytes("bc"))).isEmpty();
    assertThat(sealer.open(Purpose.LOGIN, bound, bytes("abc"))).isEmpty();
    assertThat(sealer.open(Purpose.LOGIN, bound, bytes("abc"), bytes(""))).isEmpty();
    assertThat(sealer.open(Purpose.LOGIN, bound, bytes("c"), bytes("ab"))).isEmpty();
    assertThat(sealer.open(Purpose.LOGIN, bound)).isEmpty();
    assertThat(sealer.open(Purpose.LOGIN, sealer.seal(Purpose.LOGIN, PLAIN), bytes(""))).isEmpty();
  }

  @Test
  @DisplayName("Lesson 28: no two rows of fields have the same bytes")
  void lengthPrefixed_allShortRows_areDistinct() {
    List<List<String>> rows = new ArrayList<>(List.of(List.of()));
    for (int length = 0; length < 4; length++) {
      for (List<String> row : List.copyOf(rows)) {
        for (String field : List.of("", "a", "\0", "\0\0\0\1", "\0\0\0\1a")) {
          List<String> longer = new ArrayList<>(row);
          longer.add(field);
          rows.add(longer);
        }
      }
    }
    Set<List<String>> distinctRows = new HashSet<>(rows);
    Set<String> encoded = new HashSet<>();
    distinctRows.forEach(
        row -> encoded.add(Arrays.toString(Sealer.lengthPrefixed(row.toArray(String[]::new)))));

    assertThat(encoded).hasSameSizeAs(distinctRows);
  }

  @Test
  @DisplayName("Lesson 27: any flipped bit, anywhere, has the one outcome of not opening")
  void open_anyBitFlipped_doesNotOpen() {
    byte[] sealed = sealer.seal(Purpose.SESSION, PLAIN);
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      byte[] changed = sealed.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(sealer.open(Purpose.SESSION, changed)).as("bit %s", bit).isEmpty();
    }
  }

  @Test
  void open_truncatedOrExtended_doesNotOpen() {
    byte[] sealed = sealer.seal(Purpose.SESSION, PLAIN);
    for (int length = 0; length < sealed.length + 8; length++) {
      if (length != sealed.length) {
        assertThat(sealer.open(Purpose.SESSION, Arrays.copyOf(sealed, length))).isEmpty();
      }
    }
  }

  @Test
  void open_otherKeys_doesNotOpen() {
    assertThat(SealRig.sealer().open(Purpose.SESSION, sealer.seal(Purpose.SESSION, PLAIN)))
        .isEmpty();
  }

  @Test
  @DisplayName("Lesson 43: a text that is not the canonical base64url does not open")
  void openText_nonCanonical_doesNotOpen() {
    for (int length = 0; length < 3; length++) {
      String text = sealer.sealText(Purpose.SESSION, new byte[length]);
      assertThat(sealer.openText(Purpose.SESSION, text)).isPresent();
      int opened = 0;
      for (char last : ALPHABET.toCharArray()) {
        String other = text.substring(0, text.length() - 1) + last;
        opened += sealer.openText(Purpose.SESSION, other).isPresent() ? 1 : 0;
      }
      assertThat(opened).isEqualTo(1);
      for (String changed :
          List.of(
              text + "=",
              text + "==",
              text + "A",
              text + "\n",
              " " + text,
              text.substring(0, 10) + "\r\n" + text.substring(10),
              text.substring(0, 10) + "%" + text.substring(11),
              text.substring(0, 10) + "+" + text.substring(11),
              text.substring(0, 10) + "/" + text.substring(11),
              text.substring(0, 10) + "\u00e9" + text.substring(11),
              text.substring(0, 10) + "\u0141" + text.substring(11))) {
        assertThat(sealer.openText(Purpose.SESSION, changed)).as(changed).isEmpty();
      }
    }
    assertThat(sealer.openText(Purpose.SESSION, "")).isEmpty();
  }

  @Test
  void knowsKeyOf_ownForeignOrNothingSealed_saysNoToForeignOnly() {
    assertThat(sealer.knowsKeyOf(sealer.sealText(Purpose.SESSION, PLAIN))).isTrue();
    assertThat(sealer.knowsKeyOf(sealer.sealText(Purpose.SESSION, new byte[0]))).isTrue();
    assertThat(sealer.knowsKeyOf(SealRig.sealer().sealText(Purpose.SESSION, new byte[0])))
        .isFalse();
    assertThat(sealer.knowsKeyOf("no base64!")).isTrue();
    assertThat(sealer.knowsKeyOf("AAAA")).isTrue();
  }

  @Test
  void mark_anyKeys_isThatOfScopeAndPurpose() {
    String mark = sealer.mark(Purpose.LOGIN);

    assertThat(mark).hasSize(8).isEqualTo(SealRig.sealer().mark(Purpose.LOGIN));
    assertThat(mark).isNotEqualTo(sealer.mark(Purpose.SESSION));
  }

  @Test
  void scope_emptyPart_refused() {
    assertThatThrownBy(() -> new SealScope("tms", "", "shop", "https://shop.example"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void opened_toString_hidesContent() {
    Opened opened = new Opened(bytes("secret"), true);
    assertThat(opened).hasToString("Opened[stale=true]");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
