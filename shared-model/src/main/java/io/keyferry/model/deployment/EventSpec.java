package io.keyferry.model.deployment;

/**
 * An event that the functions publish to EventBridge.
 *
 * @param detailType what happened
 */
public record EventSpec(String detailType) {

  /** The source of all of them. */
  public static final String SOURCE = "keyferry";

  /** The bus that events are published to: the account's default bus. */
  public static final String EVENT_BUS = "default";

  /** An operation ended SUCCEEDED. */
  public static final EventSpec OPERATION_SUCCEEDED = new EventSpec("KeyFerry Operation Succeeded");

  /** An operation ended FAILED. */
  public static final EventSpec OPERATION_FAILED = new EventSpec("KeyFerry Operation Failed");
}
