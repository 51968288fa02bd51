package io.keyferry.evidence.file;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** Why a file cannot be written or read, in the operating system's words. */
public final class DiskFault {

  private DiskFault() {}

  /** Describes the cause without the name of a Java class. */
  public static String words(IOException cause) {
    return switch (cause) {
      case NoSuchFileException e -> "no such file: " + e.getFile();
      case AccessDeniedException e -> "permission denied: " + e.getFile() + access(e.getFile());
      case NotDirectoryException e -> "not a directory: " + e.getFile();
      case CharacterCodingException e -> "bytes that are not UTF-8 text";
      case FileSystemException e when e.getReason() != null -> e.getReason() + ": " + e.getFile();
      default -> String.valueOf(cause.getMessage());
    };
  }

  /** Who may read it, if that is visible. */
  private static String access(String file) {
    try {
      PosixFileAttributes found = Files.readAttributes(Path.of(file), PosixFileAttributes.class);
      return " (owner %s, group %s, mode %s)"
          .formatted(
              found.owner().getName(),
              found.group().getName(),
              PosixFilePermissions.toString(found.permissions()));
    } catch (IOException e) {
      return "";
    }
  }
}
