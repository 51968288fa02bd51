/**
 * The queues and the network: receive, extend, delete, send; proxies, certificates, credentials.
 */
@NullMarked
package io.keyferry.agent.job.queue;

import org.jspecify.annotations.NullMarked;
