/**
 * Keys, sealed values and lookup names. Only this service can open the bytes and cookies that it
 * seals, each bound to its purpose, cookie, issuer, client and origin; lookup names reveal nothing.
 * This package handles bytes, not sessions. Tink provides AES-256-GCM (NIST SP 800-38D) and
 * HMAC-SHA-256 (RFC 2104); PBKDF2 (RFC 8018) derives keys from passphrases.
 *
 * <p>API: {@link dev.tms.seal.Keys}, the entry type, with its nested types, and {@link
 * dev.tms.seal.KeyRing}; the rest is internal.
 */
@NullMarked
package dev.tms.seal;

import org.jspecify.annotations.NullMarked;
