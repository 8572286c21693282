package dev.tms.registration.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.registration.report.Report.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether browsers let front ends call. */
final class BrokenFrontEndTest extends BrokenInstallation {
  /** A suffix that only the whole public-suffix list has: anyone can have a name under it. */
  @Test
  void frontEnd_onAnotherSite() {
    Diagnosis diagnosis =
        installation()
            .set("Server", "PublicUrl", "https://tms.blogspot.com")
            .set("FrontEnd", "FrontEndRedirectUrl", "https://app.blogspot.com/")
            .examine(Installation.doctor().offline());

    names(
        diagnosis,
        "front-end-on-another-site",
        "https://app.blogspot.com is another site than Server.PublicUrl https://tms.blogspot.com",
        "SameSite is Lax");
  }

  @Test
  void frontEnd_onAnotherSiteWithCookiesForAll() {
    Diagnosis diagnosis =
        installation()
            .set("Server", "PublicUrl", "https://tms.shop.example")
            .set("FrontEnd", "FrontEndRedirectUrl", "https://app.mall.example/")
            .set("Session", "SameSite", "None")
            .examine(Installation.doctor().offline());

    assertThat(diagnosis.toText("tms.json")).contains("[third-party-cookies]");
  }

  @Test
  void frontEnds_onOtherSites_areOneFinding() {
    for (String sameSite : List.of("None", "Lax")) {
      Diagnosis diagnosis =
          installation()
              .set("Server", "PublicUrl", "https://tms.blogspot.com")
              .set("FrontEnd", "FrontEndRedirectUrl", "https://app.blogspot.com/")
              .set(
                  "FrontEnd",
                  "FrontEndCorsOrigin",
                  List.of("https://app.blogspot.com", "https://other.blogspot.com"))
              .set("Session", "SameSite", sameSite)
              .examine(Installation.doctor().offline());

      assertThat(diagnosis.findings())
          .filteredOn(finding -> finding.message().contains("site"))
          .singleElement()
          .extracting(Finding::message)
          .asString()
          .contains(
              "https://app.blogspot.com", "https://other.blogspot.com", "are other sites than");
      assertThat(diagnosis.toText("tms.json")).doesNotContain("third-party cookies will");
    }
  }

  @Test
  void frontEnds_onOtherSitesThatTheConfigurationSees_areOneProblem() {
    Diagnosis diagnosis =
        installation()
            .set("Server", "PublicUrl", "https://tms.shop.example")
            .set("FrontEnd", "FrontEndRedirectUrl", "https://app.mall.example/")
            .set(
                "FrontEnd",
                "FrontEndCorsOrigin",
                List.of("https://app.mall.example", "https://app.store.example"))
            .examine(Installation.doctor().offline());

    assertThat(diagnosis.findings())
        .filteredOn(finding -> finding.message().contains("site"))
        .singleElement()
        .extracting(Finding::message)
        .asString()
        .contains("https://app.mall.example", "https://app.store.example");
  }

  @Test
  void frontEnd_onOneSiteWithCookiesForAll() {
    Diagnosis diagnosis =
        installation()
            .set("Server", "PublicUrl", "https://tms.shop.example")
            .set("FrontEnd", "FrontEndRedirectUrl", "https://app.shop.example/")
            .set("Session", "SameSite", "None")
            .examine(Installation.doctor().offline());

    assertThat(diagnosis.toText("tms.json")).contains("[same-site-none-without-need]");
  }

  @Test
  void frontEnd_mayNotCall() {
    Diagnosis diagnosis =
        installation()
            .set("Server", "PublicUrl", "https://tms.shop.example")
            .set("FrontEnd", "FrontEndRedirectUrl", "https://app.shop.example/")
            .set("FrontEnd", "FrontEndCorsOrigin", List.of("https://old.shop.example"))
            .examine(Installation.doctor().offline());

    hasFound(diagnosis, "front-end-may-not-call");
    assertThat(diagnosis.toText("tms.json"))
        .contains("browsers go to https://app.shop.example, whose pages may not call");
  }

  @Test
  void frontEnd_ofADeveloperMayCall() {
    Diagnosis diagnosis =
        installation()
            .set("Server", "PublicUrl", "https://tms.shop.example")
            .set("FrontEnd", "FrontEndRedirectUrl", "https://app.shop.example/")
            .set(
                "FrontEnd",
                "FrontEndCorsOrigin",
                List.of("https://app.shop.example", "https://localhost:3000"))
            .set("Session", "SameSite", "None")
            .examine(Installation.doctor().offline());

    assertThat(diagnosis.toText("tms.json")).contains("[development-origin]");
  }
}
