package io.keyferry.agent.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.keyferry.evidence.text.Printable;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes as the KMS console's zip, and any bytes as each of its files. */
class ParametersZipFuzzTest {

  private static final byte[] KEY = ConsoleZips.wrappingKey(2048);

  @MethodSource
  @FuzzTest(maxDuration = "30s")
  void isReadWholeOrRefused(byte[] bytes) {
    look(bytes);
    look(ConsoleZips.deflated(ConsoleZips.later(bytes, ConsoleZips.TOKEN)));
    look(ConsoleZips.stored(ConsoleZips.earlier(KEY, bytes)));
  }

  private static void look(byte[] zip) {
    try {
      Map<String, byte[]> content = ZipContent.of(zip);
      assertThat(content.keySet())
          .noneMatch(name -> name.matches("(|.*/)\\.\\..*|/.*|.*[\\\\:].*"));
      assertThat(content.values()).allMatch(bytes -> bytes.length <= ZipContent.MAX_ENTRY_BYTES);
      ImportParameters read = ParametersZip.parse(Path.of("fuzz.zip"), zip);
      assertThat(read.rsa().getEncoded()).isEqualTo(read.wrappingKey().spki().bytes());
      assertThat(read.importToken()).isPresent();
    } catch (ZipFault e) {
      assertThat(e).hasMessageStartingWith("expected ");
      assertThat(Printable.line(String.valueOf(e.getMessage())))
          .doesNotContainPattern("\\p{Cntrl}");
    }
  }

  static Stream<Arguments> isReadWholeOrRefused() {
    return Stream.of(
            ConsoleZips.deflated(ConsoleZips.later(KEY, ConsoleZips.TOKEN)),
            ConsoleZips.stored(ConsoleZips.earlier(KEY, ConsoleZips.TOKEN)),
            ConsoleZips.stored(Map.of("../x", new byte[1])),
            KEY,
            ConsoleZips.TOKEN,
            new byte[0])
        .map(seed -> arguments((Object) seed));
  }
}
