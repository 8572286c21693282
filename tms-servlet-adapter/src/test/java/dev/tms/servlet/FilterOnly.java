package dev.tms.servlet;

import dev.tms.Tms;
import dev.tms.contract.RunningService;
import dev.tms.contract.ServiceSetup;
import dev.tms.http.Request;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** An application of nothing but the filter. Its context path is empty: those know case. */
final class FilterOnly {
  private FilterOnly() {}

  static RunningService start(Container container, ServiceSetup setup) throws Exception {
    Tms tms = setup.build(container.origin());
    container.deploy(
        "",
        (classes, context) -> {
          TmsFilter.of(tms).addTo(context);
          // some containers run filters only where there is a servlet
          context.addServlet("rest", new Rest(tms)).addMapping("/");
        });
    return new Running(container);
  }

  /** An application that has the service answer for paths that it does not serve, too. */
  private static final class Rest extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final transient Tms tms;

    Rest(Tms tms) {
      this.tms = tms;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      String path = RequestPath.of(request).whole();
      Request asked = new ServletRequestAdapter(request, path);
      TmsFilter.write(tms.handle(asked), response);
    }
  }

  /** A container as the contract sees it. */
  record Running(Container container) implements RunningService {
    @Override
    public String origin() {
      return container.origin();
    }

    @Override
    public void close() {
      container.close();
    }
  }
}
