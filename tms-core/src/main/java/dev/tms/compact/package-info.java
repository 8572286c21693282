/**
 * The compact format of a session's tokens: {@link dev.tms.compact.CompactWriter} packs them,
 * {@link dev.tms.compact.CompactReader} restores them exactly. RFC 1951 (deflate), RFC 4648
 * (base64url), RFC 7515 and RFC 7516 (compact serialization). Internal.
 */
@NullMarked
package dev.tms.compact;

import org.jspecify.annotations.NullMarked;
