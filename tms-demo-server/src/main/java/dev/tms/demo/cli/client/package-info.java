/**
 * The commands {@code client}, {@code resource}, {@code scope} and {@code doctor}, a thin layer
 * over {@code tms-registration}. Entry type: {@link dev.tms.demo.cli.client.RegistrationCommands}.
 * Internal.
 */
@NullMarked
package dev.tms.demo.cli.client;

import org.jspecify.annotations.NullMarked;
