package io.keyferry.agent.job;

import io.keyferry.agent.hsm.recovery.HsmConnection;
import jakarta.inject.Singleton;

/** What the agent needs before it receives a job: a ready HSM and a writable audit log. */
@Singleton
record Prerequisites(HsmConnection hsm, RecordProbe records) {}
