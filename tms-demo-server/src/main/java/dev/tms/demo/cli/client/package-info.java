/**
 * The commands {@code client}, {@code resource} and {@code scope}: a thin line over {@code
 * tms-registration}. Entry type: {@link dev.tms.demo.cli.client.RegistrationCommands}. Internal.
 */
@NullMarked
package dev.tms.demo.cli.client;

import org.jspecify.annotations.NullMarked;
