/** What was done, so that an auditor can check it alone: the audit log. */
@NullMarked
package io.keyferry.agent.audit;

import org.jspecify.annotations.NullMarked;
