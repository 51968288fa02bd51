package io.keyferry.agent.job.queue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;

/**
 * The certificate with which the agent gets its credentials from IAM Roles Anywhere: the one that
 * the AWS profile passes to {@code aws_signing_helper}. Without one, there is no expiry.
 */
public final class AgentCertificate {

  private static final Pattern OPTION =
      Pattern.compile("\\s--certificate[\\s=]+(?:\"([^\"]+)\"|(\\S+))");

  private final Supplier<Optional<String>> process;

  private AgentCertificate(Supplier<Optional<String>> process) {
    this.process = process;
  }

  /** Uses the same profile as the SDK. */
  static AgentCertificate ofTheProfile() {
    return new AgentCertificate(AgentCertificate::processOfTheProfile);
  }

  /** Uses a {@code credential_process}. */
  public static AgentCertificate of(String process) {
    return new AgentCertificate(() -> Optional.of(process));
  }

  private static Optional<String> processOfTheProfile() {
    String name = ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow();
    try {
      Optional<Profile> profile = ProfileFile.defaultProfileFile().profile(name);
      return profile.flatMap(found -> found.property("credential_process"));
    } catch (IllegalArgumentException | IllegalStateException e) {
      // The SDK reports what is wrong with the file when it needs credentials.
      return Optional.empty();
    }
  }

  /** When the certificate expires. Reads the file each time, because it may have been replaced. */
  public Optional<Instant> expiry() {
    return process.get().flatMap(AgentCertificate::path).flatMap(AgentCertificate::expiry);
  }

  private static Optional<Path> path(String command) {
    Matcher option = OPTION.matcher(command);
    if (!option.find()) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(option.group(1))
          .or(() -> Optional.ofNullable(option.group(2)))
          .map(Path::of);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> expiry(Path file) {
    try (InputStream pem = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(pem)
              instanceof X509Certificate certificate
          ? Optional.of(certificate.getNotAfter().toInstant())
          : Optional.empty();
    } catch (IOException | CertificateException e) {
      return Optional.empty();
    }
  }
}
