package io.keyferry.cloud.request;

import java.util.List;

/**
 * What the deployment lets requests choose.
 *
 * @param tagKeys keys of tags that a new KMS key may have; one that ends in {@code *} stands for
 *     all that begin so
 * @param allowEvenIfDisabled whether a verification may enable a disabled key
 */
public record RequestLimits(
    WrappingLimits wrapping, List<String> tagKeys, boolean allowEvenIfDisabled) {

  public RequestLimits {
    tagKeys = List.copyOf(tagKeys);
  }
}
