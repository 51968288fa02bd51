package io.keyferry.cloud.kms;

import com.fasterxml.jackson.core.JsonGenerator;
import io.keyferry.model.json.Json;
import io.keyferry.model.json.JsonText;
import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.KeyUsage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The key policy that the KMS console writes (KMS developer guide, "Default key policy"). Its first
 * statement lets the account's IAM policies govern the key, so the account is never locked out.
 */
public final class KeyPolicy {

  /** The KMS quota for a key policy document. */
  public static final int MAX_BYTES = 32 * 1024;

  private static final List<String> ADMINISTER =
      List.of(
          "kms:Create*",
          "kms:Describe*",
          "kms:Enable*",
          "kms:List*",
          "kms:Put*",
          "kms:Update*",
          "kms:Revoke*",
          "kms:Disable*",
          "kms:Get*",
          "kms:Delete*",
          "kms:ImportKeyMaterial",
          "kms:TagResource",
          "kms:UntagResource",
          "kms:RotateKeyOnDemand");
  private static final Set<String> IDS = Set.of("Id", "Sid");
  private static final List<String> DELETE =
      List.of("kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion");
  private static final List<String> GRANT =
      List.of("kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant");

  private final String accountRoot;

  private KeyPolicy(String accountRoot) {
    this.accountRoot = accountRoot;
  }

  /** Policies for keys in this key's account. */
  public static KeyPolicy inAccountOf(KeyArn key) {
    return new KeyPolicy("arn:" + key.partition() + ":iam::" + key.account() + ":root");
  }

  /** The policy document for {@code CreateKey}. */
  public String of(NewKey key) {
    List<String> administer = new ArrayList<>(ADMINISTER);
    if (key.principals().administratorsMayDelete()) {
      administer.addAll(DELETE);
    }
    return JsonText.object(json -> {
      json.writeStringField("Version", "2012-10-17");
      json.writeArrayFieldStart("Statement");
      allow(json, "Account", List.of(accountRoot), List.of("kms:*"), false);
      allow(json, "Administrators", key.principals().administrators(), administer, false);
      allow(json, "Users", key.principals().users(), use(key.spec(), key.usage()), false);
      // AWS services use no HMAC keys.
      if (key.usage() != KeyUsage.GENERATE_VERIFY_MAC) {
        allow(json, "UsersThroughAwsServices", key.principals().users(), GRANT, true);
      }
      json.writeEndArray();
    });
  }

  /**
   * Whether a key that was created for this request still has the policy that it was created with,
   * compared by meaning. Without administrators and users that is KMS's default policy.
   */
  public boolean isThatOf(NewKey key, String found) {
    try {
      return meaning(parsed(of(key))).equals(meaning(parsed(found)));
    } catch (InvalidValueException e) {
      return false;
    }
  }

  private static Json parsed(String policy) {
    return Json.read(policy.getBytes(StandardCharsets.UTF_8));
  }

  /** IAM ignores the order of a list, reads one value as a list of one, and ignores ids. */
  private static Object meaning(Json json) {
    return switch (json) {
      case Json.Obj(Map<String, Json> fields, List<String> doubled) -> {
        if (!doubled.isEmpty()) {
          throw InvalidValueException.of("a policy with each field once", "a doubled field");
        }
        Map<String, Object> meanings = new TreeMap<>();
        fields.forEach((name, value) -> {
          if (!IDS.contains(name)) {
            meanings.put(name, meaning(value));
          }
        });
        yield meanings;
      }
      case Json.Arr(List<Json> items) -> {
        Set<Object> meanings =
            items.stream().map(KeyPolicy::meaning).collect(Collectors.toUnmodifiableSet());
        yield meanings.size() == 1 ? meanings.iterator().next() : meanings;
      }
      case Json other -> other;
    };
  }

  private static List<String> use(KeySpec spec, KeyUsage usage) {
    List<String> actions = new ArrayList<>();
    switch (usage) {
      case ENCRYPT_DECRYPT -> {
        actions.addAll(List.of("kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*"));
        if (!spec.isKeyPair()) {
          actions.add("kms:GenerateDataKey*");
        }
      }
      case SIGN_VERIFY -> actions.addAll(List.of("kms:Sign", "kms:Verify"));
      case GENERATE_VERIFY_MAC -> actions.addAll(List.of("kms:GenerateMac", "kms:VerifyMac"));
      case KEY_AGREEMENT -> actions.add("kms:DeriveSharedSecret");
    }
    actions.add("kms:DescribeKey");
    if (spec.isKeyPair()) {
      actions.add("kms:GetPublicKey");
    }
    return actions;
  }

  private static void allow(
      JsonGenerator json,
      String sid,
      Collection<String> principals,
      List<String> actions,
      boolean onlyForAwsResources)
      throws IOException {
    if (principals.isEmpty()) {
      return;
    }
    json.writeStartObject();
    json.writeStringField("Sid", sid);
    json.writeStringField("Effect", "Allow");
    json.writeObjectFieldStart("Principal");
    strings(json, "AWS", principals);
    json.writeEndObject();
    strings(json, "Action", actions);
    json.writeStringField("Resource", "*");
    if (onlyForAwsResources) {
      json.writeObjectFieldStart("Condition");
      json.writeObjectFieldStart("Bool");
      json.writeStringField("kms:GrantIsForAWSResource", "true");
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void strings(JsonGenerator json, String field, Collection<String> values)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
