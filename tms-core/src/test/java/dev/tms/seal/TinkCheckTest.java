package dev.tms.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.crypto.tink.KeysetHandle;
import com.google.protobuf.Message;
import org.junit.jupiter.api.Test;

final class TinkCheckTest {
  @Test
  void versions_areThoseOfTheBuild() {
    assertThat(TinkCheck.TINK).isEqualTo(OldProtobufTest.versionOf(KeysetHandle.class));
    assertThat(TinkCheck.PROTOBUF).isEqualTo(OldProtobufTest.versionOf(Message.class));
  }

  @Test
  void require_classPathOfTheBuild_works() {
    assertThatCode(TinkCheck::require).doesNotThrowAnyException();
  }
}
