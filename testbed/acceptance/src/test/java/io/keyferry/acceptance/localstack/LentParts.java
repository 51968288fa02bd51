package io.keyferry.acceptance.localstack;

import io.keyferry.local.dynamodb.LocalDynamoDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Collectors;

/**
 * What a LocalStack in a Python would download when it is first asked for a table or a function. It
 * takes these for installed, because the files are where it looks. One in Docker brings its own.
 */
final class LentParts {

  private static final String JAVA = "java/21/bin/java";
  private static final String DYNAMODB = "dynamodb-local/2/DynamoDBLocal.jar";

  /** What it would put into a function's container; there never is a container. */
  private static final String LAMBDA_RUNTIME =
      "lambda-runtime/v0.1.41-pre/" + architecture() + "/var/rapid/init";

  private LentParts() {}

  /**
   * Puts them there.
   *
   * @param folder of the LocalStack
   * @param dynamoDbLocal the folder with the jars of the build's DynamoDB local
   */
  static void lend(Path folder, Path dynamoDbLocal) throws IOException {
    Path installed = folder.resolve("files/var/lib/localstack/lib");
    write(installed.resolve(DYNAMODB), "");
    write(installed.resolve(LAMBDA_RUNTIME), "");
    Path java = write(installed.resolve(JAVA), startsDynamoDb(dynamoDbLocal));
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
  }

  /**
   * LocalStack says by which java it wants what started, and the port. It may be killed, and then
   * this must end as well.
   */
  private static String startsDynamoDb(Path library) {
    String command =
        LocalDynamoDb.command(library).stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    return """
    #!/bin/sh
    while [ "$1" != -port ]; do shift; done
    %s "$2" &
    tail --pid=$PPID -f /dev/null
    kill $!
    """
        .formatted(command);
  }

  private static String architecture() {
    return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x86_64";
  }

  private static Path write(Path file, String content) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    return Files.writeString(file, content);
  }
}
