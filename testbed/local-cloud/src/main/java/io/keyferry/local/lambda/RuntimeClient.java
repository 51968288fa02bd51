package io.keyferry.local.lambda;

import io.keyferry.model.value.InvalidValueException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * AWS's runtime interface client, prepared for several processes on one machine. By default every
 * process unpacks the client's native library to one fixed file in {@code /tmp}, and two that start
 * together load each other's half-written copy; so it is unpacked here, once.
 *
 * @param library the folder of the client's jars
 * @param nativeLibrary the unpacked file
 */
record RuntimeClient(Path library, Path nativeLibrary) {

  static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

  private static final String JAR = "aws-lambda-java-runtime-interface-client-*.jar";
  private static final String NATIVE_PROPERTY =
      "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

  /**
   * Unpacks the native library of this machine into the folder.
   *
   * @throws InvalidValueException if the client is not in the library folder
   */
  static RuntimeClient prepare(Path library, Path folder) throws IOException {
    Files.createDirectories(folder);
    String name = "libaws-lambda-jni.linux-" + architecture() + ".so";
    Path target = folder.resolve(name);
    try (ZipFile jar = new ZipFile(find(library).toFile())) {
      ZipEntry entry = jar.getEntry("jni/" + name);
      if (entry == null) {
        throw InvalidValueException.of("jni/" + name + " in the runtime client", jar.getName());
      }
      // A process of an earlier run may have the old file loaded: replace the file instead of
      // writing to it.
      Path fresh = Files.createTempFile(folder, name, "");
      try (InputStream in = jar.getInputStream(entry)) {
        Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING);
    }
    return new RuntimeClient(library, target);
  }

  /** What the child's class path needs in addition to the function. */
  Path classPath() {
    return library.resolve("*");
  }

  /** The option that sets the path of the native library in the child. */
  String nativeOption() {
    return "-D" + NATIVE_PROPERTY + "=" + nativeLibrary;
  }

  private static Path find(Path library) throws IOException {
    if (Files.isDirectory(library)) {
      try (DirectoryStream<Path> jars = Files.newDirectoryStream(library, JAR)) {
        for (Path jar : jars) {
          return jar;
        }
      }
    }
    throw InvalidValueException.of(
        JAR + " in the runtime library's folder (mvn package copies it there)",
        "none in " + library);
  }

  private static String architecture() {
    String architecture = System.getProperty("os.arch");
    return switch (architecture) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64" -> "aarch_64";
      default -> throw InvalidValueException.of("Linux on x86_64 or aarch64", architecture);
    };
  }
}
