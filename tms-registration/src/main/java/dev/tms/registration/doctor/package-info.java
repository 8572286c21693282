/**
 * What is wrong with an installation, said before the first login fails: {@link
 * dev.tms.registration.doctor.Doctor} looks at the configuration, at what it rests on (keys, store,
 * provider, certificates, clock), and at what the provider has registered. Probes look at a
 * provider from outside and judge nothing; checks judge. Every look has a bounded time. API: Area,
 * Browser, Diagnosis, Doctor, Look; the rest is internal.
 */
@NullMarked
package dev.tms.registration.doctor;

import org.jspecify.annotations.NullMarked;
