/**
 * A configuration file, with environment variables over it, becomes a service: {@link
 * dev.tms.config.TmsConfiguration}. Reads, checks and maps; the rules are those of the rooms whose
 * settings these are. Every problem names the key that it is about. API.
 */
@NullMarked
package dev.tms.config;

import org.jspecify.annotations.NullMarked;
