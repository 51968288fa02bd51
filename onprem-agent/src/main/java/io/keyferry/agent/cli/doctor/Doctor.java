package io.keyferry.agent.cli.doctor;

import io.keyferry.agent.cli.doctor.CheckContext.PrerequisiteMissing;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.evidence.log.AuditException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Runs every check, starting with the cheap and harmless ones. */
public final class Doctor {

  /**
   * One check.
   *
   * @param name a short name. Programs rely on it, so it never changes
   * @param cure what to do about an HSM failure, for the token that was found
   */
  private record Check(String name, Look look, Function<CheckContext, String> cure) {

    /** Runs the check and stores in the context what later checks need. */
    @FunctionalInterface
    interface Look {

      /**
       * Runs the check.
       *
       * @throws PrerequisiteMissing if an earlier check did not find what this one needs
       * @throws HsmException reported as a failure, with the check's cure
       */
      Finding at(CheckContext context) throws PrerequisiteMissing, HsmException;
    }

    Check(String name, Look look) {
      this(name, look, context -> "follow the message above");
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
                      "vtl verify must list the partition when run as the agent's user, who must be in the group hsmusers",
                      "make sure that the agent's user can read the library and its configuration, and that token.library-parameters match what the library expects")),
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
                      "lunacm: role show -name co shows the remaining tries (partition policy 20 sets the max); a partition with PED authentication must be activated, policies 22 and 23",
                      "check the remaining tries with the token's own tool, and log in by hand with the right PIN")),
          new Check("audit log", AuditChecks::log),
          new Check(
              "login",
              TokenChecks::login,
              context ->
                  context.onLuna(
                      "check the Crypto Officer's PIN by hand (lunacm: role login -name co) before you retry; a partition with PED authentication must be activated: policies 22 and 23, then role login once with the PED",
                      "check the user's PIN by hand with the token's own tool before you retry")),
          new Check("mechanisms", TokenChecks::mechanisms),
          new Check("wrapping, dry run", TokenChecks::wrapping),
          new Check("key kinds", TokenChecks::keyKinds),
          new Check("room for keys", TokenChecks::room),
          new Check(
              "agent's key",
              TokenChecks::agentKey,
              context -> "the agent signs all results with this key: docs/threat-model.md"),
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
   * Runs all checks, with at most one login.
   *
   * @throws AuditException if the lines written to the audit log could not be kept
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
