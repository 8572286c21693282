package dev.tms.config;

import dev.tms.TmsBuilder;
import dev.tms.tenant.CustomerDomain;
import dev.tms.tenant.DiscoverySettings;
import dev.tms.tenant.Tenant;
import dev.tms.tenant.TenantDirectory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Section {@code Tenants}. Mode {@code single} uses the domains of {@code discovery}, too. */
record TenantsSection(String mode, DiscoverySettings discovery, List<Tenant> fixed) {
  private static final String TEMPLATE = "DiscoveryUrlTemplate";
  private static final String ALLOWED = "AllowedDomains";

  TenantsSection {
    fixed = List.copyOf(fixed);
  }

  static TenantsSection read(Section in, @Nullable String applicationId) {
    String mode = in.choice("Mode");
    TenantsSection section = new TenantsSection(mode, discovery(in, applicationId), fixed(in));
    if (in.sound("Mode")) {
      section.check(in);
    }
    return section;
  }

  private static DiscoverySettings discovery(Section in, @Nullable String applicationId) {
    DiscoverySettings plain = DiscoverySettings.defaults();
    String template = in.url(TEMPLATE);
    DiscoverySettings placed = in.with(TEMPLATE, plain, old -> old.withUrlTemplate(template));
    List<String> allowed = in.listOrNull(ALLOWED);
    DiscoverySettings bounded =
        in.with(ALLOWED, placed, d -> d.withAllowedDomains(allowed == null ? List.of() : allowed));
    return in.problems()
        .attempt("Client.ApplicationId", bounded, () -> bounded.withApplicationId(applicationId));
  }

  private static List<Tenant> fixed(Section in) {
    Problems problems = in.problems();
    List<Tenant> tenants = new ArrayList<>();
    for (String name : in.below("Fixed").ownNames()) {
      Section one = in.below("Fixed").own("<domain>", name);
      CustomerDomain domain = CustomerDomain.parse(name).orElse(null);
      if (domain == null) {
        problems.add(
            in.path("Fixed") + "." + name,
            "is no customer domain: it has three parts, such as acme.cloud.example");
      }
      String acr = one.textOrNull("AcrValues");
      boolean prompt = one.flag("PromptLogin");
      Tenant tenant =
          problems.attempt(one.path("AcrValues"), () -> new Tenant(domain, acr, prompt));
      if (tenant != null && domain != null) {
        tenants.add(tenant);
      }
    }
    return tenants;
  }

  private void check(Section in) {
    Problems problems = in.problems();
    boolean discovers = mode.equals("discovery");
    boolean isListed = in.isSet(ALLOWED);
    if (mode.equals("fixed") && isListed) {
      in.wrong(
          ALLOWED,
          "would restrict nothing: Tenants.Mode is fixed, and Tenants.Fixed lists the domains");
    }
    if (discovers && isListed && in.sound(ALLOWED) && discovery.allowedDomains().isEmpty()) {
      in.wrong(ALLOWED, "is an empty list: no domain could sign in");
    } else if (discovers && !isListed && discovery.needsAllowedDomains()) {
      in.wrong(ALLOWED, "is missing: " + DiscoverySettings.NEEDS_ALLOWED_DOMAINS);
    }
    if (!discovers && in.isSet(TEMPLATE)) {
      problems.warn(in.path(TEMPLATE), "is not used: Tenants.Mode is " + mode);
    }
    boolean isTable = mode.equals("fixed");
    boolean hasNames = !in.below("Fixed").ownNames().isEmpty();
    if (isTable && !hasNames && in.sound("Fixed")) {
      in.wrong("Fixed", "is missing, but Tenants.Mode is fixed: no user could sign in");
    }
    if (!isTable && hasNames) {
      problems.warn(in.path("Fixed"), "is not used: Tenants.Mode is " + mode);
    }
  }

  boolean discovers() {
    return mode.equals("discovery");
  }

  void applyTo(TmsBuilder builder) {
    if (discovers()) {
      builder.tenants(discovery);
    } else {
      builder.tenants(
          mode.equals("fixed")
              ? TenantDirectory.fixed(fixed)
              : TenantDirectory.single(discovery.allowedDomains().toArray(String[]::new)));
    }
  }
}
