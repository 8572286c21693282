package dev.tms.registration.probe;

/** What came of a request. */
public sealed interface WebOutcome permits Seen, NotSeen {}
