/**
 * The command line: {@code serve}, {@code keys}, {@code native-client} and others. Entry type:
 * {@link dev.tms.demo.cli.Main}. Internal.
 */
@NullMarked
package dev.tms.demo.cli;

import org.jspecify.annotations.NullMarked;
