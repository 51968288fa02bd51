package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.cloud.kms.KeyTags;
import io.keyferry.cloud.recovery.Orphans;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrphansTest {

  private static final ImportId UNKNOWN = new ImportId("00000000-0000-4000-8000-000000000000");

  private final CloudHalf half = new CloudHalf();
  private final Orphans orphans = new Orphans(half.kms, half.store);

  @Test
  void aKeyThatIsInItsRecordIsNone() {
    half.request("{'newKey':{}}");
    half.now = half.now.plus(Duration.ofHours(2));
    assertThat(orphans.find(half.run("r"))).isEmpty();
    assertThat(half.lines).noneMatch(line -> line.contains("ORPHANED_KEY"));
  }

  @Test
  void aKeyOfAnImportThatDoesNotExistIsListedAndLoggedForTheAlarmAndLeftAlone() {
    KeyArn key = half.kms.addEmpty();
    half.kms.tag(key, KeyTags.IMPORT_ID, UNKNOWN.value());
    half.now = half.now.plus(Duration.ofHours(2));

    assertThat(orphans.find(half.run("r")))
        .containsExactly(new Orphans.Orphan(key, UNKNOWN.value(), "there is no such import"));
    assertThat(half.lines)
        .anyMatch(
            line -> line.startsWith("ERROR ORPHANED_KEY " + key) && line.contains("Delete it"));
    assertThat(half.kms.keys).containsKey(key);
  }

  @Test
  void aSecondKeyOfOneImportIsAnOrphan() {
    ImportId id = half.request("{'newKey':{}}").importId();
    KeyArn second = half.kms.addEmpty();
    half.kms.tag(second, KeyTags.IMPORT_ID, id.value());
    half.now = half.now.plus(Duration.ofHours(2));

    List<Orphans.Orphan> found = orphans.find(half.run("r"));

    assertThat(found).extracting(Orphans.Orphan::arn).containsExactly(second);
    assertThat(found.getFirst().why()).contains("the record of that import has arn:aws:kms:");
  }

  @Test
  void aKeyThatARequestMayStillBeWorkingOnIsNotJudged() {
    half.kms.tag(half.kms.addEmpty(), KeyTags.IMPORT_ID, UNKNOWN.value());
    half.now = half.now.plus(Duration.ofMinutes(59));
    assertThat(orphans.find(half.run("r"))).isEmpty();
  }
}
