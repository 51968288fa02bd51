package io.keyferry.cloud.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.model.value.KeyArn;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ImportIdsTest {

  private static final String KEY = ":key/1234abcd-12ab-34cd-56ef-1234567890ab";
  private final ImportIds ids = ids("eu-west-1:123456789012", "request");

  @Test
  void oneTokenAlwaysGivesTheSameId() {
    assertThat(ids.of("token")).isEqualTo(ids("eu-west-1:123456789012", "request").of("token"));
    // Computed once with sha256sum: with a change every repeated request would create a second key.
    assertThat(ids.of("token")).hasToString("39a9a226-8a2e-83b9-9be2-2cc361ad97bc");
  }

  @Test
  void anotherTokenAccountRegionOrFunctionGivesAnotherId() {
    assertThat(ids.of("token"))
        .isNotEqualTo(ids.of("token2"))
        .isNotEqualTo(ids("eu-west-1:123456789013", "request").of("token"))
        .isNotEqualTo(ids("eu-west-2:123456789012", "request").of("token"))
        .isNotEqualTo(ids("eu-west-1:123456789012", "request2").of("token"));
  }

  @Test
  void isAUuidOfVersion8() {
    for (int i = 0; i < 64; i++) {
      UUID id = ids.of("token" + i).uuid();
      assertThat(id.version()).isEqualTo(8);
      assertThat(id.variant()).isEqualTo(2);
    }
  }

  private static ImportIds ids(String place, String function) {
    return new ImportIds(KeyArn.parse("arn:aws:kms:" + place + KEY), function);
  }
}
