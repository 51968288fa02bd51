package io.keyferry.agent.audit;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What keeps a file from being written or read, in the operating system's words. */
public final class DiskFault {

  private DiskFault() {}

  /** Without the name of a Java class. */
  public static String words(IOException cause) {
    return switch (cause) {
      case NoSuchFileException e -> "no such file: " + e.getFile();
      case AccessDeniedException e -> "permission denied: " + e.getFile();
      case CharacterCodingException e -> "bytes that are not UTF-8 text";
      case FileSystemException e when e.getReason() != null -> e.getReason() + ": " + e.getFile();
      default -> String.valueOf(cause.getMessage());
    };
  }
}
