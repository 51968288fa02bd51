package io.keyferry.agent.hsm.token;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.agent.hsm.pkcs11.CryptokiSession;
import io.keyferry.agent.hsm.pkcs11.Mechanism;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.ChallengeMac;
import io.keyferry.model.value.KeySpec;

/** What an HMAC key of the token makes of a random challenge. */
final class Macs {

  private final Pkcs11Token token;
  private final CryptokiSession session;

  Macs(Pkcs11Token token, CryptokiSession session) {
    this.token = token;
    this.session = session;
  }

  ChallengeMac of(HsmKey key, KeySpec spec) throws HsmException {
    Mechanism mechanism = mechanism(spec);
    token.demand(mechanism);
    byte[] challenge = session.random(ChallengeMac.CHALLENGE_BYTES);
    byte[] mac = session.sign(mechanism, ObjectHandle.in(session, key.reference()), challenge);
    return new ChallengeMac(Blob.of(challenge), Blob.of(mac));
  }

  static Mechanism mechanism(KeySpec spec) {
    return switch (spec) {
      case HMAC_224 -> Mechanism.SHA224_HMAC;
      case HMAC_256 -> Mechanism.SHA256_HMAC;
      case HMAC_384 -> Mechanism.SHA384_HMAC;
      case HMAC_512 -> Mechanism.SHA512_HMAC;
      case SYMMETRIC_DEFAULT,
          RSA_2048,
          RSA_3072,
          RSA_4096,
          ECC_NIST_P256,
          ECC_NIST_P384,
          ECC_NIST_P521,
          ECC_SECG_P256K1,
          ECC_NIST_EDWARDS25519 ->
          throw new IllegalArgumentException("expected an HMAC spec, found " + spec);
    };
  }
}
