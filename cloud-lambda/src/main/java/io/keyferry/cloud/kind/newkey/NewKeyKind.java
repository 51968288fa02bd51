package io.keyferry.cloud.kind.newkey;

import io.keyferry.cloud.kms.CreationNonce;
import io.keyferry.cloud.kms.KeyPolicy;
import io.keyferry.cloud.kms.KeyPrincipals;
import io.keyferry.cloud.kms.Kms;
import io.keyferry.cloud.kms.NewKey;
import io.keyferry.cloud.kms.Sleeper;
import io.keyferry.cloud.record.ImportKind;
import io.keyferry.cloud.record.StoredOrder;
import io.keyferry.cloud.request.RequestKind;
import io.keyferry.cloud.result.SameKey;
import io.keyferry.model.input.Form;
import io.keyferry.model.input.ObjectReader;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.KeyUsage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Reads {@code newKey} by the rules of KMS {@code CreateKey} and {@code CreateAlias}. */
public final class NewKeyKind implements RequestKind {

  static final String NAME = "newKey";

  private static final String KEY_USAGE = "keyUsage";

  private static final Pattern ALIAS =
      Pattern.compile("(?=.{1,256}$)alias/(?!aws/)[a-zA-Z0-9/_-]+");
  private static final String ALIAS_EXPECTED =
      "alias/ and a name of letters, digits, / _ and -, at most 256 characters, not alias/aws/";
  private static final Pattern DESCRIPTION = Pattern.compile(".{0,8192}", Pattern.DOTALL);
  private static final Pattern PRINCIPAL =
      Pattern.compile(
          "arn:aws[a-z-]{0,20}:iam::[0-9]{12}:(root|(user|role)/([\\x21-\\x29\\x2B-\\x7E]{1,510}/)?[\\w+=,.@-]{1,64})");
  private static final Form<String> PRINCIPALS =
      Form.text(
          "the ARN of an IAM user, role or account root, such as arn:aws:iam::111122223333:role/admin",
          PRINCIPAL);

  private final Kms kms;
  private final KeyPolicy policy;
  private final KeyCreation creation;
  private final SameKey sameKey;
  private final AliasCreation aliases;

  /**
   * New keys of one account and Region.
   *
   * @param policy of new keys
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
  public Optional<NewKeyRequest> read(ObjectReader request) {
    return request.optionalObject(NAME).map(this::described);
  }

  private NewKeyRequest described(ObjectReader fields) {
    Optional<String> alias = fields.optional("alias", Form.text(ALIAS_EXPECTED, ALIAS));
    KeySpec spec =
        fields.optional("keySpec", Form.oneOf(KeySpec.values())).orElse(KeySpec.SYMMETRIC_DEFAULT);
    String description =
        fields
            .optional("description", Form.text("at most 8192 characters", DESCRIPTION))
            .orElse("");
    Map<String, String> tags = fields.texts("tags");
    TagRules.check(tags, fields);
    NewKey key =
        new NewKey(
            spec,
            usage(fields, spec),
            description,
            new TreeMap<>(tags),
            KeyPrincipals.of(
                fields.list("administrators", PRINCIPALS),
                fields.list("users", PRINCIPALS),
                fields.optional("administratorsMayDelete", Form.bool()).orElse(true)));
    int bytes = policy.of(key).getBytes(StandardCharsets.UTF_8).length;
    if (bytes > KeyPolicy.MAX_BYTES) {
      fields.violation(
          "users",
          "fewer principals: a key policy has at most " + KeyPolicy.MAX_BYTES + " bytes",
          bytes + " bytes");
    }
    return new NewKeyRequest(alias, key);
  }

  /** The usage; a spec with only one usage need not name it. */
  private static KeyUsage usage(ObjectReader fields, KeySpec spec) {
    List<KeyUsage> usages = spec.usages();
    String expected = "one of " + String.join(", ", usages.stream().map(KeyUsage::name).toList());
    if (!fields.has(KEY_USAGE) && usages.size() > 1) {
      fields.violation(
          KEY_USAGE, expected + ", because " + spec + " keys have several usages", "none");
    }
    Optional<KeyUsage> usage = fields.optional(KEY_USAGE, Form.oneOf(KeyUsage.values()));
    usage
        .filter(asked -> !usages.contains(asked))
        .ifPresent(asked ->
            fields.violation(
                KEY_USAGE,
                expected + ", as KMS allows for a %s key".formatted(spec),
                asked.name()));
    return usage.filter(usages::contains).orElse(usages.getFirst());
  }
}
