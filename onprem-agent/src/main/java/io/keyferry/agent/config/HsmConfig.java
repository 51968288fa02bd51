package io.keyferry.agent.config;

import io.keyferry.agent.config.AgentConfig.AgentSection;
import io.keyferry.agent.config.AgentConfig.TokenSection;
import io.keyferry.evidence.log.AuditSettings;

/** The part of {@code agent.yml} about the HSM and its audit log, checked. */
public record HsmConfig(TokenSection token, AgentSection agent, AuditSettings audit) {}
