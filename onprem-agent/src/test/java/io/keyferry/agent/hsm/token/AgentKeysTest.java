package io.keyferry.agent.hsm.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.keyferry.agent.hsm.AgentKey;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.OpenToken;
import io.keyferry.agent.hsm.RawToken;
import io.keyferry.agent.hsm.TestTokenKind;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.agent.hsm.pkcs11.Attribute;
import io.keyferry.agent.hsm.pkcs11.ReturnCode;
import io.keyferry.model.value.CkaId;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import sun.security.pkcs11.wrapper.PKCS11Exception;

@ParameterizedClass
@EnumSource(TestTokenKind.class)
final class AgentKeysTest {

  private final OpenToken open;

  AgentKeysTest(TestTokenKind kind, @TempDir Path directory) throws Exception {
    open = new OpenToken(kind, directory);
  }

  @AfterEach
  void close() throws Exception {
    open.close();
  }

  @Test
  void findsTheKeyThatItGenerated() throws Exception {
    AgentKey generated;
    try (TokenSession session = open.session()) {
      assertThat(session.agentKeys().find("agent")).isEmpty();
      generated = session.agentKeys().findOrGenerate("agent");
    }
    try (TokenSession session = open.session()) {
      int before = open.raw().countObjects();
      assertThat(session.agentKeys().findOrGenerate("agent").publicKey())
          .isEqualTo(generated.publicKey());
      assertThat(session.agentKeys().find("agent").orElseThrow().publicKey())
          .isEqualTo(generated.publicKey());
      assertThat(open.raw().countObjects()).isEqualTo(before);
    }
  }

  @Test
  void signsSoThatAnyVerifierAccepts() throws Exception {
    byte[] message = "a wrap result".getBytes(UTF_8);
    try (TokenSession session = open.session()) {
      AgentKey key = session.agentKeys().findOrGenerate("signs");
      byte[] signature =
          session.agentKeys().sign(key, MessageDigest.getInstance("SHA-256").digest(message));
      Signature es256 = Signature.getInstance("SHA256withECDSAinP1363Format");
      es256.initVerify(key.publicKey());
      es256.update(message);
      assertThat(signature).hasSize(64);
      assertThat(es256.verify(signature)).isTrue();
    }
  }

  @Test
  void signsNothingButADigestOfSha256() throws Exception {
    try (TokenSession session = open.session()) {
      AgentKey key = session.agentKeys().findOrGenerate("digests");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> session.agentKeys().sign(key, new byte[31]));
    }
  }

  @Test
  void thePrivateHalfCannotBeReadAndDoesNothingButSign() throws Exception {
    try (TokenSession session = open.session()) {
      session.agentKeys().findOrGenerate("private");
      long[] found =
          open.raw()
              .find(
                  Map.of(
                      Attribute.CLASS, RawToken.CKO_PRIVATE_KEY,
                      Attribute.LABEL, "private".getBytes(UTF_8),
                      Attribute.TOKEN, true,
                      Attribute.PRIVATE, true,
                      Attribute.SENSITIVE, true,
                      Attribute.EXTRACTABLE, false,
                      Attribute.SIGN, true,
                      Attribute.DECRYPT, false,
                      Attribute.UNWRAP, false,
                      Attribute.DERIVE, false));
      assertThat(found).hasSize(1);
      assertThatExceptionOfType(PKCS11Exception.class)
          .isThrownBy(() -> open.raw().read(found[0], RawToken.CKA_VALUE))
          .returns(ReturnCode.ATTRIBUTE_SENSITIVE, PKCS11Exception::getErrorCode);
    }
  }

  @Test
  void refusesTwoKeysWithOneLabel() throws Exception {
    open.raw().generateEc("twins", OpenToken.newId(), false);
    open.raw().generateEc("twins", OpenToken.newId(), false);
    assertThatItIsRefused("twins", "found 2");
  }

  @Test
  void refusesAKeyThatCanLeaveTheToken() throws Exception {
    open.raw().generateEc("leaves", OpenToken.newId(), true);
    assertThatItIsRefused("leaves", "CKA_EXTRACTABLE false");
  }

  @Test
  void refusesAPublicHalfPlantedBesideTheTrueOne() throws Exception {
    CkaId id = OpenToken.newId();
    open.raw().generateEc("planted", id, false);
    open.raw().plantEcPublic(id, forgersPoint());
    // NSS softokn replaces the true one with the planted one.
    assertThatItIsRefused("planted", "public half");
  }

  @Test
  void refusesAPublicHalfPutInThePlaceOfTheTrueOne() throws Exception {
    CkaId id = OpenToken.newId();
    open.raw().generateEc("replaced", id, false);
    open.raw().destroy(open.raw().one(RawToken.CKO_PUBLIC_KEY, id));
    open.raw().plantEcPublic(id, forgersPoint());
    assertThatItIsRefused("replaced", "it was replaced");
  }

  private static byte[] forgersPoint() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    byte[] spki = generator.generateKeyPair().getPublic().getEncoded();
    byte[] point = Arrays.copyOfRange(spki, spki.length - 65, spki.length);
    return ByteBuffer.allocate(67).put((byte) 4).put((byte) 65).put(point).array();
  }

  private void assertThatItIsRefused(String label, String reason) throws Exception {
    int before = open.raw().countObjects();
    try (TokenSession session = open.session()) {
      assertThatExceptionOfType(HsmException.class)
          .isThrownBy(() -> session.agentKeys().findOrGenerate(label))
          .withMessageContaining(reason)
          .returns(Fault.AGENT_KEY_UNUSABLE, HsmException::fault);
    }
    assertThat(open.raw().countObjects()).isEqualTo(before);
  }
}
