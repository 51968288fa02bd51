/** What was done, so that an auditor can check it alone: the audit log and ceremony records. */
@NullMarked
package io.keyferry.agent.audit;

import org.jspecify.annotations.NullMarked;
