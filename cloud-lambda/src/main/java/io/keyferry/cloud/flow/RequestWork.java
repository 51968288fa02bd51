package io.keyferry.cloud.flow;

import io.keyferry.cloud.request.ImportRequest;
import io.keyferry.cloud.request.NewKey;
import io.keyferry.model.FailureCode;

/** Does what an accepted request asks for, from wherever an earlier invocation stopped. */
final class RequestWork {

  private final KeyCreation keys;
  private final JobDispatch jobs;

  RequestWork(KeyCreation keys, JobDispatch jobs) {
    this.keys = keys;
    this.jobs = jobs;
  }

  /**
   * Sends the job, or ends the import with KMS's refusal.
   *
   * @param resumed an earlier invocation may have created the key
   * @throws StaleRecordException if somebody else was faster
   * @throws RuntimeException if AWS does not answer: the rest can be done again
   */
  void finish(OpenRecord open, ImportRequest request, boolean resumed) {
    try {
      if (request.key() instanceof NewKey newKey) {
        if (open.record().keyArn().isEmpty()) {
          keys.ensureKey(open, newKey, resumed);
        }
        keys.ensureAlias(open, newKey);
      }
      if (!jobs.ready(open)) {
        jobs.prepare(open);
      }
      jobs.send(open);
    } catch (ImportFailedException e) {
      open.fail(e.failure());
    } catch (KmsRefusedException e) {
      open.fail(Refusal.failure(FailureCode.PARAMETERS_REFUSED, Evidence.PARAMETERS, e));
    }
  }
}
