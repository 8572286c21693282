/**
 * Contract suites: whoever implements one of this project's interfaces extends the suite of it and
 * runs it. Needs JUnit and AssertJ. API.
 */
package dev.tms.contract;
