/**
 * Diagnoses an installation before the first login fails. {@link
 * dev.tms.registration.doctor.Doctor} examines the configuration, its dependencies (keys, store,
 * provider, certificates, clock), and the client's registration. Probes observe a provider from
 * outside; checks judge. Every examination has a time limit. API: Area, Browser, Diagnosis, Doctor,
 * Look; the rest is internal.
 */
@NullMarked
package dev.tms.registration.doctor;

import org.jspecify.annotations.NullMarked;
