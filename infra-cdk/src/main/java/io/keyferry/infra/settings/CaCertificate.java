package io.keyferry.infra.settings;

import io.keyferry.model.input.UnexpectedValueException;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;

/** Reads the operator's CA certificate by the rules of IAM Roles Anywhere for a trust anchor. */
final class CaCertificate {

  private static final int SIGNS_CERTIFICATES = 5;

  private CaCertificate() {}

  /** The same certificate, always in the same form. */
  static String canonical(String pem, Instant now) {
    X509Certificate certificate = parse(Pem.decode("CERTIFICATE", pem));
    String subject = "the certificate of " + certificate.getSubjectX500Principal();
    if (certificate.getVersion() != 3) {
      throw new UnexpectedValueException(subject + ", which is not of version 3");
    }
    if (certificate.getBasicConstraints() < 0) {
      throw new UnexpectedValueException(subject + ", which is not that of a CA");
    }
    boolean[] usage = certificate.getKeyUsage();
    if (usage == null || !usage[SIGNS_CERTIFICATES]) {
      throw new UnexpectedValueException(subject + ", whose key usage does not have keyCertSign");
    }
    Instant begin = certificate.getNotBefore().toInstant();
    Instant end = certificate.getNotAfter().toInstant();
    if (now.isBefore(begin)) {
      throw new UnexpectedValueException(subject + ", which is valid from " + begin + " only");
    }
    if (now.isAfter(end)) {
      throw new UnexpectedValueException(subject + ", which expired on " + end);
    }
    return encode(certificate);
  }

  private static String encode(X509Certificate certificate) {
    try {
      return Pem.encode("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new UnexpectedValueException("a certificate that cannot be written again");
    }
  }

  private static X509Certificate parse(byte[] der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new UnexpectedValueException("PEM that holds no X.509 certificate");
    }
  }
}
