package io.keyferry.kmsemulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.kmsemulator.protocol.CredentialScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialScopeTest {

  @Test
  void returnsTheRegionOfASignedRequest() {
    assertThat(
            CredentialScope.region(
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260912/eu-west-1/kms/aws4_request,"
                    + " SignedHeaders=host;x-amz-date;x-amz-target, Signature=0f1e"))
        .contains("eu-west-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer eu-west-1",
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE, Signature=0f1e",
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260912/eu-west-1/kms, Signature=0f1e",
        "AWS4-ECDSA-P256-SHA256 Credential=AKIDEXAMPLE/20260912/kms/aws4_request, Signature=0f1e"
      })
  void returnsNoRegionForAnythingElse(String authorization) {
    assertThat(CredentialScope.region(authorization)).isEmpty();
  }
}
