package io.keyferry.kmsemulator.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The members that a request may have. Others are ignored, as in the real service.
 *
 * <p>All violations are reported at once: {@code 2 validation errors detected: …; …}.
 */
public final class Shape {

  private static final Shape TAG =
      of(Member.text("TagKey", 1, 128).needed(), Member.text("TagValue", 0, 256).needed());

  private final List<Member> members;

  private Shape(List<Member> members) {
    this.members = members;
  }

  public static Shape of(Member... members) {
    return new Shape(List.of(members));
  }

  /**
   * Validates a request with KMS's service model.
   *
   * @throws KmsError if the request breaks a rule of the service model
   */
  public Parameters check(ObjectNode request) {
    List<String> complaints = new ArrayList<>();
    collect(request, "", complaints);
    if (!complaints.isEmpty()) {
      String count =
          complaints.size() == 1
              ? "1 validation error detected: "
              : complaints.size() + " validation errors detected: ";
      throw KmsError.validation(count + String.join("; ", complaints));
    }
    return new Parameters(request);
  }

  private void collect(JsonNode structure, String prefix, List<String> complaints) {
    if (!structure.isObject()) {
      throw KmsError.unexplained("SerializationException");
    }
    for (Member member : members) {
      String path = prefix + lowerFirst(member.name());
      member.complaint(structure, path).ifPresent(complaints::add);
      if (member.kind() == Member.Kind.TAGS) {
        JsonNode tags = structure.path(member.name());
        for (int i = 0; i < tags.size(); i++) {
          TAG.collect(tags.get(i), path + "." + (i + 1) + ".member.", complaints);
        }
      }
    }
  }

  public static String lowerFirst(String name) {
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}
