/**
 * A model of everything around the refresh engine: nodes, browsers, a store, a provider and the
 * time. Random schedules are played against the real engine, one step at a time on one thread at a
 * time, and {@code Oracle} checks the table of cases in {@code docs/refresh.md} and the permitted
 * losses, nothing else. What is violated is shown as the fewest steps that violate it.
 */
package dev.tms.refresh.model;
