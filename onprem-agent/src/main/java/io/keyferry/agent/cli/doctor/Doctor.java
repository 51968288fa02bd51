package io.keyferry.agent.cli.doctor;

import io.keyferry.agent.cli.doctor.CheckContext.PrerequisiteMissing;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.evidence.log.AuditException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Runs every check, the cheap and harmless ones first. */
public final class Doctor {

  /**
   * One thing to look at.
   *
   * @param name what it is about, in a few words. It stays the same, as programs look for it
   * @param cure what helps where the HSM's own message does not, on the token that was found
   */
  private record Check(String name, Look look, Function<CheckContext, String> cure) {

    /** Looks, and leaves in the context what later checks need. */
    @FunctionalInterface
    interface Look {

      /**
       * Looks.
       *
       * @throws PrerequisiteMissing if an earlier check did not find what this one needs
       * @throws HsmException reported as a failure, with the check's cure
       */
      Finding at(CheckContext context) throws PrerequisiteMissing, HsmException;
    }

    Check(String name, Look look) {
      this(name, look, context -> "do what the message says");
    }
  }

  private static final List<Check> CHECKS =
      List.of(
          new Check("configuration", HostChecks::configuration),
          new Check("file permissions", HostChecks::files),
          new Check("Luna client", LunaClientCheck::look),
          new Check(
              "PKCS#11 library",
              TokenChecks::library,
              context ->
                  context.onLuna(
                      "vtl verify must list the partition as the agent's user, who is in the group hsmusers",
                      "see that the agent's user may read the library and its configuration, and that token.library-parameters are what the library expects")),
          new Check(
              "token",
              TokenChecks::token,
              context ->
                  context.onLuna(
                      "compare token.label and token.serial with lunacm: slot list; on an HA client enable HAOnly (lunacm: hagroup haonly -enable)",
                      "compare token.label and token.serial with the tokens that the library shows (pkcs11-tool --list-token-slots)")),
          new Check(
              "PIN state",
              TokenChecks::pinState,
              context ->
                  context.onLuna(
                      "lunacm: role show -name co shows the tries left (partition policy 20 has their number); a partition with PED authentication must be activated, policies 22 and 23",
                      "ask the token's own tool for the tries left, and log in by hand with the right PIN")),
          new Check("audit log", AuditChecks::log),
          new Check(
              "login",
              TokenChecks::login,
              context ->
                  context.onLuna(
                      "check the Crypto Officer's PIN by hand (lunacm: role login -name co) before another try; a partition with PED authentication must be activated: policies 22 and 23, then role login once with the PED",
                      "check the user's PIN by hand with the token's own tool before another try")),
          new Check("mechanisms", TokenChecks::mechanisms),
          new Check("wrapping, dry run", TokenChecks::wrapping),
          new Check("key kinds", TokenChecks::keyKinds),
          new Check("room for keys", TokenChecks::room),
          new Check(
              "agent's key",
              TokenChecks::agentKey,
              context -> "the agent answers with this key alone: docs/threat-model.md"),
          new Check("audit chain", AuditChecks::chain),
          new Check("cloud's key", CloudChecks::cloudKey),
          new Check("network", CloudChecks::network),
          new Check("AWS credentials", CloudChecks::credentials),
          new Check("jobs queue", CloudChecks::jobsQueue),
          new Check("results queue", CloudChecks::resultsQueue),
          new Check("clock", CloudChecks::clock),
          new Check("policy", CloudChecks::policy));

  private Doctor() {}

  /**
   * Looks at everything. At most one login is made.
   *
   * @throws AuditException if what was written to the audit log could not be kept
   */
  public static Diagnosis examine(AgentDoctorInputs inputs, InstantSource clock)
      throws AuditException {
    List<Diagnosis.Line> lines = new ArrayList<>();
    try (CheckContext context = new CheckContext(inputs, clock)) {
      for (Check check : CHECKS) {
        lines.add(new Diagnosis.Line(check.name(), finding(check, context)));
      }
    }
    return new Diagnosis(lines);
  }

  private static Finding finding(Check check, CheckContext context) {
    try {
      return check.look().at(context);
    } catch (PrerequisiteMissing e) {
      return new Finding.Skipped(e.reason());
    } catch (HsmException e) {
      return new Finding.Failed(String.valueOf(e.getMessage()), check.cure().apply(context));
    }
  }
}
