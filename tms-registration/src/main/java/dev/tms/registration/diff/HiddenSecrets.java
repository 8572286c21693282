package dev.tms.registration.diff;

/** What counts where a provider does not show its secrets, so that no one can compare them. */
public enum HiddenSecrets {
  /** They count as those that are wanted; a note says so. */
  KEEP,
  /** They count as different, so that the wanted ones are written. */
  SEND
}
