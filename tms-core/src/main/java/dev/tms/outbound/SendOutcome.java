package dev.tms.outbound;

/** How a call went: an {@link Answer}, or a {@link SendFailure}. */
public sealed interface SendOutcome permits Answer, SendFailure {}
