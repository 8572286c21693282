import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.IdToken;
import io.quarkus.security.Authenticated;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Quarkus' defaults: all three tokens are in encrypted cookies. */
@Path("/")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
public class App {
  @Inject @IdToken JsonWebToken idToken;
  @Inject AccessTokenCredential accessToken;

  @GET
  @Path("session")
  public Map<String, Object> session() {
    return Map.of("isLoggedIn", true, "user", idToken.getSubject());
  }

  @GET
  @Path("token")
  public Map<String, Object> token() {
    return Map.of("accessToken", accessToken.getToken());
  }
}
