/**
 * TMS inside a Jakarta Servlet 6 application: {@link dev.tms.servlet.TmsFilter} serves the
 * endpoints and protects paths, {@link dev.tms.servlet.TmsSession} tells the application who is
 * signed in. Translates only; what is decided about sessions is decided in {@link dev.tms.Tms}.
 * API.
 */
@NullMarked
package dev.tms.servlet;

import org.jspecify.annotations.NullMarked;
