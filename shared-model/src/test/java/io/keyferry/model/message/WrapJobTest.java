package io.keyferry.model.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.model.Samples;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.InvalidValueException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WrapJobTest {

  private static final HsmKeyName EXISTING = new HsmKeyName.Id(new CkaId("0a0b"));

  @Test
  void wrapsTheKeyOfTheImportUnlessItNamesAnother() {
    assertThat(job(Optional.empty(), false).hsmKey())
        .isEqualTo(new HsmKeyName.Id(CkaId.of(Samples.IMPORT_ID)));
    assertThat(job(Optional.of(EXISTING), false).hsmKey()).isEqualTo(EXISTING);
  }

  @Test
  void onlyAKeyThatExistsCanBeMadeExtractable() {
    assertThat(job(Optional.of(EXISTING), true).hsm().makeExtractable()).isTrue();
    assertThatThrownBy(() -> job(Optional.empty(), true))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("existingKey beside makeExtractable");
  }

  @Test
  void endsAfterItBegins() {
    assertThat(job(Duration.ofMillis(1)).validity().expiresAt()).isAfter(Samples.ISSUED);
    assertThatThrownBy(() -> job(Duration.ZERO)).hasMessageContaining("expiresAt after issuedAt");
  }

  private static WrapJob job(Optional<HsmKeyName> existing, boolean makeExtractable) {
    return job(existing, makeExtractable, Duration.ofHours(1));
  }

  private static WrapJob job(Duration valid) {
    return job(Optional.empty(), false, valid);
  }

  private static WrapJob job(
      Optional<HsmKeyName> existing, boolean makeExtractable, Duration valid) {
    WrapJob job = Samples.job();
    return new WrapJob(
        job.id(),
        new WrapJob.Validity(
            job.validity().audience(),
            job.validity().issuedAt(),
            job.validity().issuedAt().plus(valid)),
        new WrapJob.KmsKey(job.keyArn(), job.wrappingKey()),
        job.wrapping(),
        new WrapJob.HsmKey(existing, makeExtractable));
  }
}
