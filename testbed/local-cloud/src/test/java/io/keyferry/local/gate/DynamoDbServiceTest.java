package io.keyferry.local.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyferry.kmsemulator.KeyView;
import io.keyferry.local.iam.Context;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DynamoDbServiceTest {

  private static final String REGION = "eu-west-1";
  private static final String ACCOUNT = "123456789012";

  private final DynamoDbService service =
      new DynamoDbService(
          REGION, ACCOUNT, new DataKeys(Map.of(), new KmsService(ACCOUNT, new NoKeys()), REGION));

  /** A placeholder may begin with a digit: it must not hide an attribute from a policy. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "#r, #1        | importId importToken record",
        "#1            | importId importToken",
        "#_2,#r        | importId importToken record",
        "#r.#1, #r     | importId record",
        "record[0].x   | importId record",
        "a, importToken| a importId importToken",
      })
  void everyAttributeOfAProjectionIsInTheContext(String projection, String attributes)
      throws Exception {
    JsonNode body =
        new ObjectMapper()
            .readTree(
                """
                {"TableName":"t","Key":{"importId":{"S":"i"}},"ProjectionExpression":"%s",
                 "ExpressionAttributeNames":{"#r":"record","#1":"importToken","#_2":"importToken"}}
                """
                    .formatted(projection));

    Context context =
        service.checks(new AwsRequest("GetItem", REGION, true, body)).getFirst().context();

    assertThat(context.asMap().get("dynamodb:Attributes"))
        .containsExactly(attributes.split(" ", -1));
  }

  private static final class NoKeys implements KmsService.Keys {
    @Override
    public Optional<KeyView> key(String region, String keyId) {
      return Optional.empty();
    }

    @Override
    public Optional<KeyView> keyOfCiphertext(String region, byte[] ciphertext) {
      return Optional.empty();
    }
  }
}
