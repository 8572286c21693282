/**
 * Contract suites: anyone who implements one of this project's interfaces, or serves its endpoints
 * in a container, extends the suite of it and runs it. Needs JUnit, AssertJ and the testkit. API.
 */
package dev.tms.contract;
