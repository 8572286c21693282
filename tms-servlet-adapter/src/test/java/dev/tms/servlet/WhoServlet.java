package dev.tms.servlet;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Says who is signed in; or {@code no filter}. For containers, which make it themselves. */
public final class WhoServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (TmsSession.find(request) == null) {
      response.getWriter().print("no filter");
    } else {
      TestApp.who(request, response);
    }
  }
}
