/** How sessions, refreshes and logouts behave: the settings of a service. API. */
@NullMarked
package dev.tms.policy;

import org.jspecify.annotations.NullMarked;
