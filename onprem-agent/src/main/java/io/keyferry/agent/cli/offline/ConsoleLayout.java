package io.keyferry.agent.cli.offline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The roles of the entries in the KMS console's zip. The console has used two layouts: {@code
 * wrappingKey_ID_TIME} and {@code importToken_ID_TIME}, later {@code WrappingPublicKey.bin} and
 * {@code ImportToken.bin}; each with a README.
 *
 * @param wrappingKey the name of its entry, with its folder
 * @param importToken the name of its entry, with its folder
 * @param readme the name of its entry, with its folder
 */
record ConsoleLayout(String wrappingKey, String importToken, Optional<String> readme) {

  private enum Role {
    WRAPPING_KEY("wrapping key", "WrappingPublicKey.bin", "wrappingKey_(%s)"),
    IMPORT_TOKEN("import token", "ImportToken.bin", "importToken_(%s)"),
    README("README", "README.txt", "README_(%s)\\.txt");

    private final String words;
    private final String later;
    private final Pattern earlier;

    Role(String words, String later, String earlier) {
      this.words = words;
      this.later = later;
      this.earlier = Pattern.compile(earlier.formatted("[A-Za-z0-9-]+(?:_[A-Za-z0-9-]+)?"));
    }

    /** The part of the name that one download shares, if the name has this role. */
    private Optional<String> download(String file) {
      if (file.equals(later)) {
        return Optional.of("");
      }
      Matcher matcher = earlier.matcher(file);
      return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
  }

  /**
   * An entry with a known name.
   *
   * @param download the part of the name that one download shares: key id and time; empty in the
   *     later layout
   */
  private record Member(Role role, String folder, String download, String name) {}

  private static final String EXPECTED =
      "WrappingPublicKey.bin and ImportToken.bin, or wrappingKey_ID_TIME and importToken_ID_TIME, and optionally a README";

  static ConsoleLayout of(Collection<String> names) throws ZipFault {
    List<Member> members = new ArrayList<>();
    for (String name : names) {
      members.add(member(name));
    }
    demandOne(members, Member::folder, "all files in the same folder");
    demandOne(members, member -> member.download().isEmpty(), "one of the two layouts");
    demandOne(members, Member::download, "files of one download");
    return new ConsoleLayout(
        name(Role.WRAPPING_KEY, members),
        name(Role.IMPORT_TOKEN, members),
        find(Role.README, members));
  }

  private static Member member(String name) throws ZipFault {
    EntryName entry = EntryName.of(name);
    for (Role role : Role.values()) {
      Optional<String> download = role.download(entry.file());
      if (download.isPresent()) {
        return new Member(role, entry.folder(), download.get(), name);
      }
    }
    throw new ZipFault(EXPECTED, "'" + name + "'");
  }

  private static void demandOne(List<Member> members, Function<Member, Object> of, String expected)
      throws ZipFault {
    if (members.stream().map(of).distinct().count() > 1) {
      throw new ZipFault(expected, names(members));
    }
  }

  private static String name(Role role, List<Member> members) throws ZipFault {
    return find(role, members)
        .orElseThrow(() ->
            new ZipFault(
                EXPECTED,
                members.isEmpty()
                    ? "no entry"
                    : "no %s beside %s".formatted(role.words, names(members))));
  }

  private static Optional<String> find(Role role, List<Member> members) {
    return members.stream().filter(member -> member.role() == role).map(Member::name).findFirst();
  }

  private static String names(List<Member> members) {
    return members.stream()
        .map(member -> "'" + member.name() + "'")
        .collect(Collectors.joining(", "));
  }
}
