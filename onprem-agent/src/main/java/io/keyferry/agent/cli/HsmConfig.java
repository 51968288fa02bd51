package io.keyferry.agent.cli;

import io.keyferry.agent.audit.AuditSettings;
import io.keyferry.agent.cli.AgentConfig.AgentSection;
import io.keyferry.agent.cli.AgentConfig.TokenSection;

/** The part of {@code agent.yml} that concerns the HSM and its audit log alone, checked. */
public record HsmConfig(TokenSection token, AgentSection agent, AuditSettings audit) {}
