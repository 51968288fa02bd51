package io.keyferry.kmsemulator.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.value.KeyArn;
import java.util.Optional;

/**
 * One request, as an interceptor sees it.
 *
 * @param operation the name of the KMS operation, for example {@code ImportKeyMaterial}
 * @param keyArn the existing key that the request names, if it names one
 * @param parameters a copy of the JSON body; blobs in base64, timestamps in seconds since 1970
 */
public record KmsRequest(String operation, Optional<KeyArn> keyArn, ObjectNode parameters) {}
