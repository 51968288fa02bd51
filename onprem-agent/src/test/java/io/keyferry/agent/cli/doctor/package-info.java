@NullMarked
package io.keyferry.agent.cli.doctor;

import org.jspecify.annotations.NullMarked;
