/**
 * Keys, and what they seal: bytes and cookies that only this service can open, each bound to its
 * purpose, cookie, issuer, client and origin; and lookup names that say nothing. Sees bytes, not
 * sessions. Authenticated encryption is AES-256-GCM (NIST SP 800-38D) and lookup names are
 * HMAC-SHA-256 (RFC 2104), both by Tink; passphrases go through PBKDF2 (RFC 8018).
 *
 * <p>API: {@link dev.tms.seal.Keys}, the entry type, with its nested types, and {@link
 * dev.tms.seal.KeyRing}; the rest is internal.
 */
@NullMarked
package dev.tms.seal;

import org.jspecify.annotations.NullMarked;
