/**
 * TMS in a Jakarta Servlet 6 application. {@link dev.tms.servlet.TmsFilter} serves the endpoints
 * and protects paths, {@link dev.tms.servlet.TmsSession} provides the signed-in user. An adapter
 * without session logic of its own, which is in {@link dev.tms.Tms}. API.
 */
@NullMarked
package dev.tms.servlet;

import org.jspecify.annotations.NullMarked;
