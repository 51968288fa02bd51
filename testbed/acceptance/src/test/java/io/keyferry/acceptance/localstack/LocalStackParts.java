package io.keyferry.acceptance.localstack;

import io.keyferry.local.dynamodb.LocalDynamoDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Collectors;

/**
 * The parts that a LocalStack in Python would download at the first use of a table or a function.
 * LocalStack takes these for installed because the files are where it looks. LocalStack in Docker
 * includes its own.
 */
final class LocalStackParts {

  private static final String JAVA = "java/21/bin/java";
  private static final String DYNAMODB = "dynamodb-local/2/DynamoDBLocal.jar";

  /** The file that LocalStack would copy into a function's container, which is never started. */
  private static final String LAMBDA_RUNTIME =
      "lambda-runtime/v0.1.41-pre/" + architecture() + "/var/rapid/init";

  private LocalStackParts() {}

  /**
   * Installs the parts.
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
   * LocalStack passes the java to use and the port. LocalStack may be killed, and this process must
   * then end as well.
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
