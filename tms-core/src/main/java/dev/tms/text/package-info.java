/**
 * Formats of single texts: JSON (RFC 8259), host names (RFC 1123, RFC 4291), percent encoding (RFC
 * 3986), and what other servers say. Internal.
 */
@NullMarked
package dev.tms.text;

import org.jspecify.annotations.NullMarked;
