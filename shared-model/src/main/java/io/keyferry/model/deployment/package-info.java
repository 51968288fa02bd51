/**
 * What the cloud half consists of, as data in AWS's words: functions, queues, table, routes, event
 * sources, schedules, events and alarms. The CDK app makes a template of it, the local cloud makes
 * processes of it.
 */
@NullMarked
package io.keyferry.model.deployment;

import org.jspecify.annotations.NullMarked;
