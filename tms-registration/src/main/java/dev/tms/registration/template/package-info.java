/**
 * Registrations of typical clients: {@link dev.tms.registration.template.ClientTemplates}. Based on
 * RFC 9700 (best current practice), RFC 8252 (native apps) and OpenID Connect Core 1.0. API.
 */
@NullMarked
package dev.tms.registration.template;

import org.jspecify.annotations.NullMarked;
