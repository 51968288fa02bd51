package io.keyferry.agent.cli.doctor;

import io.keyferry.agent.cli.doctor.CheckContext.PrerequisiteMissing;
import io.keyferry.agent.hsm.AgentKey;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.KeyTemplate;
import io.keyferry.agent.hsm.MechanismNeed;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.hsm.TokenMemory;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.agent.hsm.TokenSettings;
import io.keyferry.agent.hsm.token.TokenView;
import io.keyferry.agent.hsm.token.Tokens;
import io.keyferry.agent.job.check.Policy;
import io.keyferry.agent.login.PinException;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.TokenIdentity;
import io.keyferry.model.value.VerificationKey;
import io.keyferry.model.value.WrappingAlgorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The token, its login and its capabilities. */
final class TokenChecks {

  /** A few RSA key pairs. */
  private static final long MIN_BYTES = 16 * 1024;

  private TokenChecks() {}

  /** Checks that the PKCS#11 library loads and initializes. */
  static Finding library(CheckContext context) throws PrerequisiteMissing, HsmException {
    TokenSettings settings = context.hsm.get().token().settings();
    context.visible.is(Tokens.visible(settings));
    return new Finding.Passed(
        "%s shows %d tokens".formatted(settings.library(), context.visible.get().size()));
  }

  /** Checks that exactly one token has the label. */
  static Finding token(CheckContext context) throws PrerequisiteMissing, HsmException {
    context.visible.get();
    TokenView view = Tokens.look(context.hsm.get().token().settings());
    context.view.is(view);
    TokenIdentity token = view.identity();
    return new Finding.Passed(
        "label " + token.label(),
        "serial " + token.serial(),
        "model %s by %s".formatted(token.model(), token.manufacturer()),
        "firmware " + token.firmware());
  }

  /** Checks what the token and the agent remember about wrong PINs, before any is tried. */
  static Finding pinState(CheckContext context) throws PrerequisiteMissing, HsmException {
    TokenView view = context.view.get();
    view.checkPin();
    Optional<String> refused = context.inputs.refusedPin(context.hsm.get(), view.identity());
    context.pinMayBeTried.is(true);
    List<String> facts = new ArrayList<>();
    facts.add(
        "the token reports no wrong PIN: neither CKF_USER_PIN_COUNT_LOW nor _FINAL_TRY, _LOCKED, _TO_BE_CHANGED");
    refused.ifPresent(facts::add);
    return new Finding.Passed(facts);
  }

  /** Logs in once. A partition that needs activation refuses without it. */
  static Finding login(CheckContext context) throws PrerequisiteMissing, HsmException {
    context.view.get();
    context.pinMayBeTried.get();
    try {
      context.token.is(context.inputs.login(context.hsm.get(), context.audit.get()));
      return new Finding.Passed(
          context.onLuna(
              "as CKU_USER, which is the Crypto Officer; if the partition needs activation, it is activated",
              "as CKU_USER"));
    } catch (PinException e) {
      return new Finding.Failed(
          String.valueOf(e.getMessage()),
          context.onLuna(
              "set the Crypto Officer's PIN where the message says",
              "set the user's PIN where the message says"));
    } catch (AuditException e) {
      return new Finding.Failed(
          String.valueOf(e.getMessage()),
          "no login is tried that cannot be recorded: free disk space for the audit directory, and let the agent's user read and write the files in it");
    }
  }

  /** Checks that the token offers the mechanisms that the policy needs. */
  static Finding mechanisms(CheckContext context) throws PrerequisiteMissing, HsmException {
    Policy policy = context.config.get().policy();
    List<MechanismNeed> needs =
        context.view.get().needs(policy.kmsKeys().specs(), policy.algorithmsInUse());
    List<String> missing =
        needs.stream()
            .filter(need -> !need.offered())
            .map(need ->
                "expected %s, needed for %s, found that the token does not offer it"
                    .formatted(need.mechanism(), need.purpose()))
            .toList();
    return Finding.of(
        needs.stream().map(MechanismNeed::mechanism).toList(),
        missing,
        context.onLuna(
            "compare with lunacm: partition showmechanism; FIPS mode (partition policy 43, HSM policy 12) and policy 33 disable mechanisms; or narrow policy.key-specs and policy.wrapping-algorithms",
            "narrow policy.key-specs and policy.wrapping-algorithms to what this token offers (pkcs11-tool --list-mechanisms), or use a token that offers more"));
  }

  /** Wraps a temporary key with each algorithm of the policy and opens it in Java. */
  static Finding wrapping(CheckContext context) throws PrerequisiteMissing {
    Policy policy = context.config.get().policy();
    Token token = context.token.get();
    Set<WrappingAlgorithm> inUse = policy.algorithmsInUse();
    List<String> facts = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (WrappingAlgorithm algorithm : policy.wrapping().algorithms().stream().sorted().toList()) {
      if (!inUse.contains(algorithm)) {
        facts.add(algorithm + ": not tried, it can wrap no key of policy.key-specs");
        continue;
      }
      try {
        facts.add(algorithm + ": " + token.proveWrapping(algorithm));
      } catch (HsmException e) {
        faults.add(algorithm + ": " + e.getMessage());
      }
    }
    return Finding.of(
        facts,
        faults,
        context.onLuna(
            "partition policy 5 (secret key wrapping) must be 1, and policies 10 and 11 must allow the attributes; or remove the algorithm from policy.wrapping-algorithms",
            "remove the algorithm from policy.wrapping-algorithms, or use a token that supports it"));
  }

  /** Generates a temporary key of each spec that the policy allows, and wraps it. */
  static Finding keyKinds(CheckContext context) throws PrerequisiteMissing {
    Policy policy = context.config.get().policy();
    KeyTemplate template = context.hsm.get().token().template();
    Token token = context.token.get();
    List<String> facts = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (KeySpec spec : policy.kmsKeys().specs().stream().sorted().toList()) {
      Optional<WrappingAlgorithm> algorithm = policy.algorithmFor(spec);
      if (algorithm.isEmpty()) {
        facts.add(spec + ": not tried, no algorithm of policy.wrapping-algorithms can wrap it");
        continue;
      }
      try (TokenSession session = token.openSession()) {
        session.wrapping().tryOut(spec, algorithm.get(), template);
        facts.add(
            "%s: generated, wrapped with %s, opened in Java".formatted(spec, algorithm.get()));
      } catch (HsmException e) {
        faults.add("%s: %s".formatted(spec, e.getMessage()));
      }
    }
    return Finding.of(
        facts,
        faults,
        context.onLuna(
            "see partition policies 1 (private key wrapping), 5 (secret key wrapping), 10 and 11 (attributes) and FIPS mode (policy 43); or remove the key specs that the token lacks from policy.key-specs",
            "remove the key specs that this token lacks from policy.key-specs, or use a token that has them"));
  }

  /** Checks that another key fits in the token. */
  static Finding room(CheckContext context) throws PrerequisiteMissing, HsmException {
    Optional<TokenMemory> memory = context.view.get().memory();
    if (memory.isEmpty()) {
      return new Finding.Skipped("the token does not report its free memory");
    }
    TokenMemory room = memory.get();
    String free = "%d of %d bytes free for private objects".formatted(room.free(), room.total());
    return room.free() >= MIN_BYTES
        ? new Finding.Passed(free)
        : new Finding.Failed(
            "expected at least %d bytes, found %s".formatted(MIN_BYTES, free),
            "delete what you do not need (keyferry-agent keys shows the agent's keys), or "
                + context.onLuna(
                    "enlarge the partition (lunacm: partition showinfo)",
                    "give the token more memory"));
  }

  /** Checks the agent's own signing key, and that its two halves belong together. */
  static Finding agentKey(CheckContext context) throws PrerequisiteMissing, HsmException {
    String label = context.hsm.get().agent().keyLabel();
    try (TokenSession session = context.token.get().openSession()) {
      Optional<AgentKey> found = session.agentKeys().find(label);
      if (found.isEmpty()) {
        return new Finding.Failed(
            "expected the agent's signing key '%s' in the token, found none".formatted(label),
            "run keyferry-agent enrol, and give its output to the cloud half");
      }
      VerificationKey key = VerificationKey.of(found.get().publicKey());
      context.agentKey.is(key);
      return new Finding.Passed(
          "'%s', thumbprint %s".formatted(label, key.thumbprint()),
          "not proved: that the cloud half has enrolled this key; compare the thumbprint with the stack's configuration");
    }
  }
}
