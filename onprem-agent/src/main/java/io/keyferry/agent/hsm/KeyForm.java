package io.keyferry.agent.hsm;

import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.KeySpec.Family;

/** The kind of a key object. Its text completes "found …". */
public sealed interface KeyForm {

  /** The max length of an HMAC key in KMS, in bytes (KMS developer guide, "HMAC keys"). */
  int MAX_HMAC_KEY = 128;

  record Aes(int bytes) implements KeyForm {

    @Override
    public boolean fits(KeySpec spec) {
      return spec.family() == Family.AES && 8 * bytes == spec.bits();
    }

    @Override
    public String toString() {
      return "an AES key of " + bytes + " bytes";
    }
  }

  /** A generic secret, or one for an HMAC. */
  record Secret(int bytes) implements KeyForm {

    @Override
    public boolean fits(KeySpec spec) {
      return spec.family() == Family.HMAC && 8 * bytes >= spec.bits() && bytes <= MAX_HMAC_KEY;
    }

    @Override
    public String toString() {
      return "a secret of " + bytes + " bytes";
    }
  }

  /** A private key with a modulus of this length. */
  record Rsa(int bits) implements KeyForm {

    @Override
    public boolean fits(KeySpec spec) {
      return spec.family() == Family.RSA && bits == spec.bits();
    }

    @Override
    public String toString() {
      return "an RSA private key of " + bits + " bits";
    }
  }

  /** A private key on the curve of this spec. */
  record Elliptic(KeySpec curve) implements KeyForm {

    @Override
    public boolean fits(KeySpec spec) {
      return curve == spec;
    }

    @Override
    public String toString() {
      return "a private key on the curve of " + curve;
    }
  }

  /** A key that KMS does not support. */
  record Other(String text) implements KeyForm {

    @Override
    public boolean fits(KeySpec spec) {
      return false;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Whether KMS accepts such a key for this spec. */
  boolean fits(KeySpec spec);

  /** What {@link #fits} requires; completes "expected …". */
  static String wanted(KeySpec spec) {
    return switch (spec.family()) {
      case AES -> new Aes(spec.bits() / 8).toString();
      case HMAC -> "a secret of %d to %d bytes".formatted(spec.bits() / 8, MAX_HMAC_KEY);
      case RSA -> new Rsa(spec.bits()).toString();
      case ECC -> new Elliptic(spec).toString();
    };
  }
}
