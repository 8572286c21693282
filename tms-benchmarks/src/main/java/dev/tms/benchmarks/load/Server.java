package dev.tms.benchmarks.load;

/**
 * A server that runs.
 *
 * @param name on the command line
 * @param title in tables
 */
record Server(String name, String title, Process process, Caller caller) {}
