package io.keyferry.agent.job;

import io.keyferry.agent.hsm.recovery.HsmConnection;
import jakarta.inject.Singleton;

/** What the agent needs before it receives a job: an HSM that is ready, and a log to write to. */
@Singleton
record Prerequisites(HsmConnection hsm, RecordProbe records) {}
