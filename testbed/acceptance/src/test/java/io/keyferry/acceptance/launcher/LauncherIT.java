package io.keyferry.acceptance.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keyferry.acceptance.packaged.Run;
import io.keyferry.local.Layout;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever the launcher needs and does not find, it names with its cure, and exits with 2. A
 * machine without it is made of a PATH of chosen programs, and of namespaces of the kernel.
 */
class LauncherIT {

  private static final int NOTHING_DONE = 2;
  private static final String NOBODY = "65534";
  private static final List<String> PROGRAMS =
      List.of(
          "sh",
          "id",
          "grep",
          "sed",
          "awk",
          "df",
          "find",
          "readlink",
          "dirname",
          "cat",
          "mkdir",
          "rm",
          "env",
          "tr",
          "uname",
          "mktemp",
          "mv",
          "sleep",
          "ls");

  @TempDir Path folder;

  private Path home = Path.of("");
  private Path programs = Path.of("");
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void copyTheLauncher() throws IOException {
    home = copied(folder.resolve("keyferry"));
    programs = Files.createDirectory(folder.resolve("bin"));
    for (String name : PROGRAMS) {
      Path program = Path.of("/usr/bin", name);
      Files.createSymbolicLink(
          programs.resolve(name), Files.exists(program) ? program : Path.of("/bin", name));
    }
    program("node", "echo 20");
    program("unzip", "exit 1");
    program("mvn", "echo Apache Maven 3.9.11; echo \"$MAVEN_OPTS\" >\"" + folder + "/options\"");
    environment.put("PATH", programs.toString());
    environment.put("HOME", folder.toString());
    environment.put("JAVA_HOME", System.getProperty("java.home"));
  }

  @Test
  void aFolderThatTheUserCannotWriteIsNamed() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertRefused(asNobody("agent"), "expected a folder that", "can write to, found " + home);
  }

  @Test
  void aPathWithBlanksIsRefusedBeforeAToolTripsOverIt() throws Exception {
    home = copied(folder.resolve("with a blank"));
    assertRefused(run("agent"), "expected a path without blanks, found '" + home + "'");
  }

  @Test
  void whatIsMissingIsPrintedAsOneCommandForSomebodyWhoMayInstallIt() throws Exception {
    Files.delete(programs.resolve("node"));
    openToAll(folder);
    assertRefused(
        asNobody("demo"),
        "these Debian packages are missing: nodejs libnss3-tools",
        "sudo apt-get update && sudo apt-get install -y nodejs libnss3-tools");
  }

  @Test
  void aMachineWithoutAJdkLearnsWhichToInstall() throws Exception {
    program("apt-cache", "exit 100");
    environment.put("JAVA_HOME", "");
    List<String> hidden = List.of("/usr/lib/jvm", "/opt/java");
    String hide =
        String.join(
            "; ",
            hidden.stream()
                .filter(path -> Files.exists(Path.of(path)))
                .map(path -> "mount -t tmpfs none " + path)
                .toList());
    assertRefused(
        inNamespaces("--mount", hide, "agent"),
        "no JDK 25 found, and this distribution has no openjdk-25-jdk-headless",
        "set JAVA_HOME");
  }

  @Test
  void withoutANetworkItSaysWhatItNeedsToReach() throws Exception {
    program("mvn", "echo Apache Maven 3.6.3");
    for (String fetching : List.of("basename", "curl", "wget")) {
      Path program = Path.of("/usr/bin", fetching);
      if (Files.exists(program)) {
        Files.createSymbolicLink(programs.resolve(fetching), program);
      }
    }
    assertRefused(
        inNamespaces("--net", ":", "agent"),
        "Maven Central (repo.maven.apache.org) is unreachable",
        "set HTTPS_PROXY");
  }

  @Test
  void theTestsWithoutANetworkSayTheSameAfterMavensOutput() throws Exception {
    for (String tool :
        List.of(
            "tee", "touch", "certutil", "softhsm2-util", "pkcs11-tool", "openssl", "chromium")) {
      program(tool, "exec /usr/bin/" + tool + " \"$@\"");
    }
    for (String tool : List.of("chromedriver", "systemd-analyze", "cc", "gcc")) {
      program(tool, "exit 0");
    }
    String fault = "Plugin p or one of its dependencies could not be resolved";
    program(
        "mvn",
        "echo Apache Maven 3.9.11; [ \"$1\" = -v ] || { echo '[ERROR] %s'; exit 1; }"
            .formatted(fault));
    assertRefused(
        run("test"),
        fault,
        "Maven Central (repo.maven.apache.org) is unreachable",
        "set HTTPS_PROXY");
  }

  @Test
  void aMavenThatIsTooOldIsReplacedByTheWrapper() throws Exception {
    program("mvn", "echo Apache Maven 3.6.3");
    Files.writeString(home.resolve("mvnw"), "#!/bin/sh\necho the wrapper runs\nexit 1\n");
    assertThat(run("agent").output()).contains("the wrapper runs");
  }

  @Test
  void theProxyOfTheEnvironmentIsThatOfMaven() throws Exception {
    environment.put("HTTPS_PROXY", "http://proxy.example.com:3128/");
    run("agent");
    assertThat(Files.readString(folder.resolve("options")))
        .contains("-Dhttps.proxyHost=proxy.example.com -Dhttps.proxyPort=3128");
  }

  @Test
  void theWrapperDownloadsThroughTheProxy() throws Exception {
    program("mvn", "echo Apache Maven 3.6.3");
    program("basename", "exec /usr/bin/basename \"$@\"");
    program("curl", "exit 1");
    program("wget", "echo \"wget by $https_proxy\"; exit 1");
    environment.put("HTTPS_PROXY", "http://proxy.example.com:3128");
    assertRefused(
        run("agent"),
        "wget by http://proxy.example.com:3128",
        "Maven Central (repo.maven.apache.org) is unreachable");
  }

  @Test
  void aProxyThatTheLauncherCannotPassOnIsNamedWithoutItsPassword() throws Exception {
    environment.put("HTTPS_PROXY", "http://user:secret@proxy.example.com:3128");
    assertThat(run("agent").output())
        .contains("expected HTTPS_PROXY as http://HOST:PORT", "~/.m2/settings.xml")
        .doesNotContain("secret");
  }

  @Test
  void aDiskThatIsTooSmallIsNamedWithWhatIsNeeded() throws Exception {
    Path small = Files.createDirectory(folder.resolve("small"));
    Path original = home;
    home = small.resolve("keyferry");
    assertRefused(
        inNamespaces(
            "--mount",
            "mount -t tmpfs -o size=64m none %s && cp -r %s %s".formatted(small, original, small),
            "agent"),
        "expected 1000 MB free on the disk of " + home);
  }

  @Test
  void aFolderForTheTemplateThatCannotBeWrittenIsNamedBeforeTheBuild() throws Exception {
    Path file = Files.createFile(folder.resolve("a-file"));
    String below = file.resolve("out").toString();
    assertRefused(run("synth", below), "expected a folder that", "found " + below);
    assertThat(folder.resolve("options")).doesNotExist();
  }

  @Test
  void aCommandThatIsUnknownIsShownWithAllThatAreKnown() throws Exception {
    assertRefused(run("demonstrate"), "unknown command 'demonstrate'", "Usage: ./keyferry");
  }

  private static void assertRefused(Run outcome, String... sayings) {
    assertThat(outcome.output()).contains(sayings);
    assertThat(outcome.status()).as(outcome.output()).isEqualTo(NOTHING_DONE);
  }

  private Run asNobody(String command) throws Exception {
    assumeTrue(isRoot(), "only root can be somebody else");
    return start(
        List.of(
            "/usr/bin/setpriv",
            "--reuid=" + NOBODY,
            "--regid=" + NOBODY,
            "--clear-groups",
            home.resolve("keyferry").toString(),
            command));
  }

  /** After this preparation, in namespaces of its own. */
  private Run inNamespaces(String kind, String preparation, String command) throws Exception {
    assumeTrue(isRoot(), "only root can make namespaces everywhere");
    Path script =
        Files.writeString(
            folder.resolve("in-namespaces"),
            "PATH=/usr/sbin:/usr/bin:/sbin:/bin\n%s\nPATH=%s exec %s %s\n"
                .formatted(
                    preparation.isEmpty() ? ":" : preparation,
                    programs,
                    home.resolve("keyferry"),
                    command));
    return start(List.of("/usr/bin/unshare", kind, "/bin/sh", "-e", script.toString()));
  }

  private Run run(String... words) throws Exception {
    return start(
        Stream.concat(Stream.of(home.resolve("keyferry").toString()), Stream.of(words)).toList());
  }

  private Run start(List<String> words) throws Exception {
    return Run.of(environment, words);
  }

  private void program(String name, String script) throws IOException {
    Path file = programs.resolve(name);
    Files.deleteIfExists(file);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static void openToAll(Path top) throws IOException {
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** What the launcher reads, at another place. */
  private static Path copied(Path target) throws IOException {
    Path source = Layout.ofSystemProperty().home();
    for (String file :
        List.of(
            "keyferry",
            "mvnw",
            ".mvn/wrapper/maven-wrapper.properties",
            "pom.xml",
            "testbed/acceptance/src/test/sh/tests.sh")) {
      Path copy = target.resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(source.resolve(file), copy);
    }
    return target;
  }
}
