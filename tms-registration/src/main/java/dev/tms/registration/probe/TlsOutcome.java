package dev.tms.registration.probe;

/** What came of a TLS handshake. */
public sealed interface TlsOutcome permits TlsSeen, NotSeen {}
