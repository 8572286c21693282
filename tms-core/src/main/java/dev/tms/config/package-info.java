/**
 * Builds a service from a configuration file and environment variables: {@link
 * dev.tms.config.TmsConfiguration}. This package reads, checks and maps values; the packages that
 * own the settings define the rules. Every problem names its key. API.
 */
@NullMarked
package dev.tms.config;

import org.jspecify.annotations.NullMarked;
