/**
 * The parts of the cloud half, as data in AWS's terms: functions, queues, table, routes, event
 * sources, schedules, events and alarms. The CDK app turns them into a template, the local cloud
 * into processes.
 */
@NullMarked
package io.keyferry.model.deployment;

import org.jspecify.annotations.NullMarked;
