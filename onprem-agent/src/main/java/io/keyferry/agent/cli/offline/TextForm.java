package io.keyferry.agent.cli.offline;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The form of a text file where bytes from KMS are expected, such as the output of the AWS CLI. The
 * bytes themselves are never text.
 *
 * @param words completes "found …"
 * @param pem without a byte order mark, so that it can be read
 * @param decoding a shell command that outputs the bytes
 */
record TextForm(String words, boolean pem, Optional<String> decoding) {

  private static final Pattern SEPARATORS = Pattern.compile("[\\s:]+");
  private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]+");
  private static final Pattern BASE64 = Pattern.compile("\"?[A-Za-z0-9+/\r\n]+={0,2}\"?");
  private static final int DELETE = 0x7F;

  /** The characters, and the encoding of the byte order mark. */
  private record Text(String characters, Optional<Charset> mark) {}

  /**
   * Recognizes text.
   *
   * @param field the name of these bytes in the output of {@code get-parameters-for-import}
   * @param file the name of the file
   * @return absent for bytes that are not text
   */
  static Optional<TextForm> of(byte[] bytes, String field, String file) {
    return text(bytes).map(text -> of(text, field, ShellArgument.of(file)));
  }

  private static TextForm of(Text text, String field, String file) {
    String characters = text.characters().strip();
    String mark = text.mark().map(" in %s with a byte order mark"::formatted).orElse("");
    String read =
        text.mark()
            .map(set ->
                set.equals(StandardCharsets.UTF_8)
                    ? "tail -c +4 %s | ".formatted(file)
                    : "iconv -f UTF-16 -t ASCII %s | ".formatted(file))
            .orElse("");
    String argument = read.isEmpty() ? " " + file : "";
    if (characters.startsWith("-----BEGIN ")) {
      return new TextForm("PEM" + mark, mark.isEmpty(), Optional.empty());
    }
    if (characters.startsWith("{")) {
      return decoded(
          "JSON" + mark,
          "%sgrep -o '\"%s\": *\"[^\"]*\"'%s | cut -d'\"' -f4 | base64 -di"
              .formatted(read, field, argument));
    }
    String digits = SEPARATORS.matcher(characters).replaceAll("");
    if (digits.length() % 2 == 0 && HEX.matcher(digits).matches()) {
      return decoded(
          "hex text" + mark,
          "%str -cd 0-9A-Fa-f%s | tr a-f A-F | basenc --base16 -d"
              .formatted(read, read.isEmpty() ? " < " + file : ""));
    }
    if (BASE64.matcher(characters).matches()) {
      return decoded("base64 text" + mark, "%sbase64 -di%s".formatted(read, argument));
    }
    return new TextForm("text" + mark, false, Optional.empty());
  }

  private static TextForm decoded(String words, String command) {
    return new TextForm(words, false, Optional.of(command));
  }

  private static Optional<Text> text(byte[] bytes) {
    Optional<Charset> mark = mark(bytes);
    Charset set = mark.orElse(StandardCharsets.UTF_8);
    try {
      String characters = set.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      String text = mark.isPresent() ? characters.substring(1) : characters;
      return text.codePoints().allMatch(TextForm::isText)
          ? Optional.of(new Text(text, mark))
          : Optional.empty();
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static Optional<Charset> mark(byte[] bytes) {
    if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
      return Optional.of(StandardCharsets.UTF_8);
    }
    if (startsWith(bytes, 0xFF, 0xFE)) {
      return Optional.of(StandardCharsets.UTF_16LE);
    }
    return startsWith(bytes, 0xFE, 0xFF)
        ? Optional.of(StandardCharsets.UTF_16BE)
        : Optional.empty();
  }

  private static boolean startsWith(byte[] bytes, int... first) {
    if (bytes.length < first.length) {
      return false;
    }
    for (int i = 0; i < first.length; i++) {
      if ((bytes[i] & 0xFF) != first[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isText(int character) {
    return character == '\t'
        || character == '\n'
        || character == '\r'
        || (character >= ' ' && character != DELETE);
  }
}
