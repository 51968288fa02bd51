package io.keyferry.cloud.kms;

import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.KeyUsage;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A KMS key to create, as the KMS console asks for it. Tags are kept in order, so that equal
 * requests are written alike.
 *
 * @param usage one of those that KMS has for the spec
 * @param tags the caller's; KeyFerry adds {@link KeyTags#IMPORT_ID} and {@link KeyTags#NONCE}
 */
public record NewKey(
    KeySpec spec,
    KeyUsage usage,
    String description,
    SortedMap<String, String> tags,
    KeyPrincipals principals) {

  public NewKey {
    tags = Collections.unmodifiableSortedMap(new TreeMap<>((Map<String, String>) tags));
  }
}
