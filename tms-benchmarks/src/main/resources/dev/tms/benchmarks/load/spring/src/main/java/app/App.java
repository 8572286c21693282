package app;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.annotation.RegisteredOAuth2AuthorizedClient;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Spring Boot's defaults: the session is in memory, and so are the tokens. */
@SpringBootApplication
@RestController
public class App {
  public static void main(String[] args) {
    SpringApplication.run(App.class, args);
  }

  @GetMapping("/session")
  Map<String, Object> session(@AuthenticationPrincipal OidcUser user) {
    return Map.of("isLoggedIn", true, "user", user.getSubject());
  }

  @GetMapping("/token")
  Map<String, Object> token(
      @RegisteredOAuth2AuthorizedClient("load") OAuth2AuthorizedClient client) {
    return Map.of("accessToken", client.getAccessToken().getTokenValue());
  }
}
