package dev.tms.servlet;

import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Contexts without a container: what a filter asks one for at its start, and nothing else. */
final class Contexts {
  private Contexts() {}

  static ServletContext context(String path, Map<String, String> parameters) {
    return context(path, parameters, Map.of(), Contexts.class.getClassLoader());
  }

  static FilterRegistration registration(String name, String className) {
    return of(
        FilterRegistration.class,
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "getName" -> name;
              case "getClassName" -> className;
              default -> throw new UnsupportedOperationException(method.getName());
            });
  }

  static ServletContext context(
      String path,
      Map<String, String> parameters,
      Map<String, FilterRegistration> filters,
      ClassLoader loader) {
    Map<String, Object> attributes = new HashMap<>();
    return of(
        ServletContext.class,
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "getContextPath" -> path;
              case "getAttribute" -> attributes.get(arguments[0]);
              case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
              case "getInitParameter" -> parameters.get(arguments[0]);
              case "getClassLoader" -> loader;
              case "getFilterRegistrations" -> filters;
              case "addFilter" -> null; // as containers do where the name is taken
              default -> throw new UnsupportedOperationException(method.getName());
            });
  }

  static FilterConfig filter(ServletContext context, Map<String, String> parameters) {
    return of(
        FilterConfig.class,
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "getServletContext" -> context;
              case "getFilterName" -> TmsFilter.NAME;
              case "getInitParameter" -> parameters.get(arguments[0]);
              default -> throw new UnsupportedOperationException(method.getName());
            });
  }

  static ServletRequest request() {
    return of(
        ServletRequest.class,
        (proxy, method, arguments) -> {
          if (method.getName().equals("getAttribute")) {
            return null;
          }
          throw new UnsupportedOperationException(method.getName());
        });
  }

  static HttpServletRequest request(
      TmsSession session, @Nullable Principal principal, @Nullable String remoteUser) {
    return of(
        HttpServletRequest.class,
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "getAttribute" -> session;
              case "getUserPrincipal" -> principal;
              case "getRemoteUser" -> remoteUser;
              default -> throw new UnsupportedOperationException(method.getName());
            });
  }

  /** A request of no one, with attributes. */
  static HttpServletRequest plain() {
    Map<String, Object> attributes = new HashMap<>();
    return of(
        HttpServletRequest.class,
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "getAttribute" -> attributes.get(arguments[0]);
              case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
              case "getUserPrincipal", "getRemoteUser" -> null;
              default -> throw new UnsupportedOperationException(method.getName());
            });
  }

  private static <T> T of(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
