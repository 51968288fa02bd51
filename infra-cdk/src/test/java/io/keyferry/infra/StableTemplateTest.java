package io.keyferry.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StableTemplateTest {

  @TempDir Path home;

  @Test
  void twoSynthsWithoutNetworkOneOfThemAsTheCdkCliStartsItAreByteIdentical() throws Exception {
    ChildSynth synth = new ChildSynth(home);

    ChildSynth.Run alone = synth.run(withoutNetwork(), Map.of(), "alone");
    ChildSynth.Run byCli =
        synth.run(
            withoutNetwork(),
            Map.of(
                "CDK_OUTDIR",
                "by-cli",
                "CDK_CONTEXT_JSON",
                Files.readString(Path.of(SettingsSource.EXAMPLE))));

    assertThat(alone.status()).as(alone.said()).isZero();
    assertThat(alone.said()).contains("Read it, do not deploy it");
    assertThat(byCli.status()).as(byCli.said()).isZero();
    assertThat(byCli.said()).isEmpty();
    SortedMap<String, String> files = synth.files("alone");
    assertThat(files).containsKey("KeyFerry.template.json");
    assertThat(synth.files("by-cli")).hasSameSizeAs(files);
    synth.files("by-cli").forEach((name, text) -> assertThat(text).isEqualTo(files.get(name)));
  }

  /** A separate network namespace, without any active interface. */
  private static List<String> withoutNetwork() throws IOException, InterruptedException {
    for (List<String> unshare : List.of(List.of("unshare", "-n"), List.of("unshare", "-rn"))) {
      if (works(unshare)) {
        return unshare;
      }
    }
    System.err.println(
        "StableTemplateTest: unshare gives no namespace here, so the network was there");
    return List.of();
  }

  private static boolean works(List<String> unshare) throws InterruptedException {
    try {
      return new ProcessBuilder(Stream.concat(unshare.stream(), Stream.of("true")).toList())
              .redirectErrorStream(true)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
