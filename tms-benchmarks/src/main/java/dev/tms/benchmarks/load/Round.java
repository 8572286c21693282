package dev.tms.benchmarks.load;

/**
 * What one run of wrk showed.
 *
 * @param micros processor time of the server's processes for a request
 * @param perSecond requests per second
 * @param p99Millis 99 of 100 requests were answered within this time
 */
record Round(double micros, double perSecond, double p99Millis) {}
