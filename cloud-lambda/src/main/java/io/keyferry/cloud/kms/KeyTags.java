package io.keyferry.cloud.kms;

/** KeyFerry's own tags of KMS keys. */
public final class KeyTags {

  /** What KeyFerry's own tags begin with. */
  public static final String PREFIX = "keyferry:";

  /** The tag by which a key is found again after a crash. */
  public static final String IMPORT_ID = PREFIX + "import-id";

  /** The tag that distinguishes such a key from one that somebody else has planted. */
  public static final String NONCE = PREFIX + "creation-nonce";

  /** The tag by which the owner of an existing key lets KeyFerry import into it. */
  public static final String ALLOW_IMPORT = PREFIX + "allow-import";

  private KeyTags() {}
}
