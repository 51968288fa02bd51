package io.keyferry.cloud.kind.newkey;

import io.keyferry.cloud.kms.CreationNonce;
import io.keyferry.cloud.kms.KeyPolicy;
import io.keyferry.cloud.kms.KeyPrincipals;
import io.keyferry.cloud.kms.Kms;
import io.keyferry.cloud.kms.NewKey;
import io.keyferry.cloud.kms.Sleeper;
import io.keyferry.cloud.record.ImportKind;
import io.keyferry.cloud.record.StoredOrder;
import io.keyferry.cloud.request.FieldReader;
import io.keyferry.cloud.request.RequestKind;
import io.keyferry.cloud.result.SameKey;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.KeyUsage;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Reads {@code newKey} by the rules of KMS {@code CreateKey} and {@code CreateAlias}. */
public final class NewKeyKind implements RequestKind {

  static final String NAME = "newKey";

  private static final String KEY_USAGE = "keyUsage";

  private static final Set<String> FIELDS =
      new LinkedHashSet<>(
          List.of(
              "alias",
              "keySpec",
              KEY_USAGE,
              "description",
              "tags",
              "administrators",
              "users",
              "administratorsMayDelete"));

  private static final Pattern ALIAS =
      Pattern.compile("(?=.{1,256}$)alias/(?!aws/)[a-zA-Z0-9/_-]+");
  private static final String ALIAS_EXPECTED =
      "alias/ and a name of letters, digits, / _ and -, at most 256 characters, not alias/aws/";
  private static final Pattern DESCRIPTION = Pattern.compile(".{0,8192}", Pattern.DOTALL);
  private static final Pattern PRINCIPAL =
      Pattern.compile(
          "arn:aws[a-z-]{0,20}:iam::[0-9]{12}:(root|(user|role)/([\\x21-\\x29\\x2B-\\x7E]{1,510}/)?[\\w+=,.@-]{1,64})");
  private static final String PRINCIPAL_EXPECTED =
      "the ARN of an IAM user, role or account root, such as arn:aws:iam::111122223333:role/admin";

  private final Kms kms;
  private final KeyPolicy policy;
  private final KeyCreation creation;
  private final SameKey sameKey;
  private final AliasCreation aliases;

  /**
   * New keys of one account and Region.
   *
   * @param policy that they get
   * @param nonces each is random and used once
   */
  public NewKeyKind(Kms kms, Sleeper pause, KeyPolicy policy, Supplier<CreationNonce> nonces) {
    this.kms = kms;
    this.policy = policy;
    this.creation = new KeyCreation(kms, pause, policy, nonces);
    this.sameKey = new SameKey(kms, pause);
    this.aliases = new AliasCreation(kms, pause);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Map<String, String> excluded() {
    return Map.of();
  }

  @Override
  public ImportKind accepted(StoredOrder order) {
    return new NewKeyImport(
        order, NewKeyRequest.stored(order.read()), kms, creation, sameKey, aliases);
  }

  @Override
  public Optional<NewKeyRequest> read(FieldReader request) {
    return request.object(NAME, FIELDS).map(this::described);
  }

  private NewKeyRequest described(FieldReader fields) {
    Optional<String> alias = fields.text("alias", ALIAS, ALIAS_EXPECTED);
    KeySpec spec =
        fields.constant("keySpec", List.of(KeySpec.values())).orElse(KeySpec.SYMMETRIC_DEFAULT);
    String description =
        fields.text("description", DESCRIPTION, "at most 8192 characters").orElse("");
    Map<String, String> tags = fields.textsByName("tags");
    TagRules.check(tags, fields);
    NewKey key =
        new NewKey(
            spec,
            usage(fields, spec),
            description,
            new TreeMap<>(tags),
            KeyPrincipals.of(
                fields.texts("administrators", PRINCIPAL, PRINCIPAL_EXPECTED),
                fields.texts("users", PRINCIPAL, PRINCIPAL_EXPECTED),
                fields.bool("administratorsMayDelete").orElse(true)));
    int bytes = policy.of(key).getBytes(StandardCharsets.UTF_8).length;
    if (bytes > KeyPolicy.MAX_BYTES) {
      fields.fault(
          "users",
          "fewer principals: a key policy has at most " + KeyPolicy.MAX_BYTES + " bytes",
          bytes + " bytes");
    }
    return new NewKeyRequest(alias, key);
  }

  /** Where a spec is for one thing only, that is what the key is for. */
  private static KeyUsage usage(FieldReader fields, KeySpec spec) {
    List<KeyUsage> usages = spec.usages();
    String expected = "one of " + String.join(", ", usages.stream().map(KeyUsage::name).toList());
    if (!fields.has(KEY_USAGE) && usages.size() > 1) {
      fields.fault(KEY_USAGE, expected + ", as " + spec + " keys are for several things", "none");
    }
    Optional<KeyUsage> usage = fields.constant(KEY_USAGE, List.of(KeyUsage.values()));
    usage
        .filter(asked -> !usages.contains(asked))
        .ifPresent(asked ->
            fields.fault(
                KEY_USAGE, expected + ", as KMS takes for a %s key".formatted(spec), asked.name()));
    return usage.filter(usages::contains).orElse(usages.getFirst());
  }
}
