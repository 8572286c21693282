import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;

/** Reads the Cookie header field and writes as many bytes as the path says: {@code /BYTES}. */
public final class App {
  public static final class Bare extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      if (request.getHeader("Cookie") == null) {
        response.setStatus(204);
        return;
      }
      byte[] body = new byte[Integer.parseInt(request.getPathInfo().substring(1))];
      Arrays.fill(body, (byte) 'x');
      response.setHeader("Cache-Control", "no-store");
      response.setContentType("application/json");
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
    }
  }

  public static void main(String[] arguments) throws Exception {
    DeploymentInfo deployment =
        Servlets.deployment()
            .setClassLoader(App.class.getClassLoader())
            .setContextPath("/")
            .setDeploymentName("bare")
            .addServlet(Servlets.servlet(Bare.class).addMapping("/*"));
    DeploymentManager manager = Servlets.defaultContainer().addDeployment(deployment);
    manager.deploy();
    Undertow.builder()
        .addHttpListener(Integer.parseInt(System.getenv("LOAD_PORT")), "127.0.0.1")
        .setHandler(manager.start())
        .build()
        .start();
  }
}
