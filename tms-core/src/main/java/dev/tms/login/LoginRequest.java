package dev.tms.login;

import dev.tms.oidc.LoginParameters;
import dev.tms.tenant.CustomerDomain;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What a browser asks for when it begins a login.
 *
 * @param domain the customer domain, where one was given
 * @param returnUrl where to go afterwards, already checked
 * @param parameters what the provider is asked for, by the caller's wish
 */
public record LoginRequest(
    @Nullable CustomerDomain domain, URI returnUrl, LoginParameters parameters) {}
