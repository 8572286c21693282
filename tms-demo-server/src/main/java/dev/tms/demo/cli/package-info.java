/**
 * The command line: {@code serve}, {@code keys} and {@code native-client}. Entry type: {@link
 * dev.tms.demo.cli.Main}. Internal.
 */
@NullMarked
package dev.tms.demo.cli;

import org.jspecify.annotations.NullMarked;
