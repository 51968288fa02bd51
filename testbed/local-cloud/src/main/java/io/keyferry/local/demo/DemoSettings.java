package io.keyferry.local.demo;

import io.keyferry.local.run.RunSettings;
import io.keyferry.model.value.WrappingAlgorithm;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The options of the demo.
 *
 * @param keys how many keys to import, one after the other
 * @param keep whether to keep the run's files
 * @param report the JSON file for figures and records
 * @param verbose whether to show whole lines and the import record
 */
public record DemoSettings(
    RunSettings run,
    WrappingAlgorithm algorithm,
    int keys,
    boolean keep,
    Optional<Path> report,
    boolean verbose) {}
