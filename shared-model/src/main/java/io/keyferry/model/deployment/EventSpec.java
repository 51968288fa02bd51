package io.keyferry.model.deployment;

/**
 * An event that the functions publish to EventBridge.
 *
 * @param detailType what happened
 */
public record EventSpec(String detailType) {

  /** The source of all of them. */
  public static final String SOURCE = "keyferry";

  /** The bus that they are published to: the account's own. */
  public static final String EVENT_BUS = "default";

  /** An import ended IMPORTED. */
  public static final EventSpec IMPORT_COMPLETED = new EventSpec("KeyFerry Import Completed");

  /** An import ended FAILED. */
  public static final EventSpec IMPORT_FAILED = new EventSpec("KeyFerry Import Failed");
}
