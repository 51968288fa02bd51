package io.keyferry.cloud.kms;

/** KeyFerry's own tags of KMS keys. */
public final class KeyTags {

  /** The prefix of KeyFerry's own tags. */
  public static final String PREFIX = "keyferry:";

  /** The tag that finds a key again after a crash. */
  public static final String IMPORT_ID = PREFIX + "import-id";

  /** The tag that distinguishes such a key from one that someone else planted. */
  public static final String NONCE = PREFIX + "creation-nonce";

  /** The tag with which the owner of an existing key allows KeyFerry to import into it. */
  public static final String ALLOW_IMPORT = PREFIX + "allow-import";

  private KeyTags() {}
}
