@NullMarked
package io.keyferry.agent.service;

import org.jspecify.annotations.NullMarked;
