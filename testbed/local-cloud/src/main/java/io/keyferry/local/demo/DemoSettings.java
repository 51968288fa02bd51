package io.keyferry.local.demo;

import io.keyferry.local.run.RunSettings;
import io.keyferry.model.value.WrappingAlgorithm;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the demo is asked for.
 *
 * @param keys how many keys to import, one after the other
 * @param keep whether the run's files stay
 * @param report where figures and records go as JSON
 */
public record DemoSettings(
    RunSettings run, WrappingAlgorithm algorithm, int keys, boolean keep, Optional<Path> report) {}
