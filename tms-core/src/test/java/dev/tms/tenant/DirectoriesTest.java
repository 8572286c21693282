package dev.tms.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.tenant.TenantDirectory.TenantLookup;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DirectoriesTest {
  private static final CustomerDomain ACME = new CustomerDomain("acme.cloud.test");
  private static final CustomerDomain OTHER = new CustomerDomain("other.cloud.test");

  @Nested
  final class Single {
    @Test
    void find_anyDomainOrNone_isFoundAndNotKept() {
      TenantDirectory directory = TenantDirectory.single();

      assertThat(directory.find(null)).isEqualTo(new TenantLookup.Found(Tenant.of(null)));
      assertThat(directory.find(ACME)).isEqualTo(new TenantLookup.Found(Tenant.of(null)));
    }

    @ParameterizedTest
    @CsvSource({
      "*.cloud.test,acme.cloud.test,true",
      "cloud.test,acme.cloud.test,true",
      "*.cloud.test,acme.cloud.example,false",
      "*.cloud.test,acme.loud.test,false",
      "*.cloud.test,a-.cloud.test,false",
    })
    void find_domainOfTheRequest_isKeptWhereItIsListed(
        String pattern, String domain, boolean kept) {
      CustomerDomain asked = new CustomerDomain(domain);

      assertThat(TenantDirectory.single(pattern).find(asked))
          .isEqualTo(new TenantLookup.Found(Tenant.of(kept ? asked : null)));
    }
  }

  @Nested
  final class Fixed {
    private final Tenant acme = new Tenant(ACME, "urn:acr:1", true);
    private final TenantDirectory directory = TenantDirectory.fixed(List.of(acme));

    @Test
    void find_inTheTable_isFound() {
      assertThat(directory.find(CustomerDomain.parse("ACME.cloud.test").orElseThrow()))
          .isEqualTo(new TenantLookup.Found(acme));
    }

    @Test
    void find_notInTheTable_isUnknown() {
      assertThat(directory.find(OTHER)).isEqualTo(new TenantLookup.Unknown());
    }

    @Test
    void find_noDomain_isRequired() {
      assertThat(directory.find(null)).isEqualTo(new TenantLookup.DomainRequired());
    }

    @Test
    void constructor_noDomainOrTwice_isRefused() {
      assertThatThrownBy(() -> new FixedDirectory(List.of(Tenant.of(null))).requireUsable())
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new FixedDirectory(List.of(acme, Tenant.of(ACME))).requireUsable())
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Nested
  final class Tenants {
    @Test
    void constructor_blankAcrValues_areNone() {
      assertThat(new Tenant(ACME, " ", false).acrValues()).isNull();
      assertThat(new Tenant(ACME, " a b ", false).acrValues()).isEqualTo("a b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\u0000", "\u00E9", "a\u007F"})
    void constructor_acrValuesWithControls_areRefused(String acr) {
      assertThatThrownBy(() -> new Tenant(ACME, acr, false).requireUsable())
          .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void constructor_veryLongAcrValues_areRefused() {
      assertThatThrownBy(() -> new Tenant(ACME, "a".repeat(1001), false).requireUsable())
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
