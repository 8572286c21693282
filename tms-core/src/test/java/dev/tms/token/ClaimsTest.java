package dev.tms.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ClaimsTest {
  @Test
  void claims_writtenByJackson_areTheirMap() throws Exception {
    Claims claims = Claims.of("name", "Alice", "groups", List.of("a", "b"));

    String json = new ObjectMapper().writeValueAsString(Map.of("user", claims));

    assertThat(json).isEqualTo("{\"user\":{\"name\":\"Alice\",\"groups\":[\"a\",\"b\"]}}");
  }
}
