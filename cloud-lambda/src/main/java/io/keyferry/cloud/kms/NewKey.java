package io.keyferry.cloud.kms;

import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.KeyUsage;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A KMS key to create, with the choices of the KMS console. Tags are kept in order, so that equal
 * requests have the same text.
 *
 * @param usage one of those that KMS allows for the spec
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
