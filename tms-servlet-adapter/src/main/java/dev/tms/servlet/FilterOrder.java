package dev.tms.servlet;

import dev.tms.InvalidConfigurationException;
import dev.tms.InvalidConfigurationException.Problem;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EventListener;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Ensures that {@link TmsFilter} runs before the container's WebSocket filter. That filter calls no
 * further filters when it upgrades a connection, so protected paths would be open to WebSockets.
 *
 * <p>The servlet API does not expose the filter order, so this class reads it from each container
 * by reflection. Jetty moves its filter to the front whenever an endpoint is added, which is
 * corrected. In the other containers the order is fixed, and a wrong one fails the start of the
 * application.
 */
final class FilterOrder {
  private static final Logger log = System.getLogger(TmsFilter.class.getName());

  /** Quarkus serves REST, reactive routes and WebSockets by Vert.x, without servlet filters. */
  private static final String QUARKUS = "io/quarkus/vertx/http/runtime/VertxHttpRecorder.class";

  private final ServletContext context;
  private final String ours;

  private FilterOrder(FilterConfig config) {
    this.context = config.getServletContext();
    this.ours = config.getFilterName();
  }

  /**
   * Puts this filter before the container's WebSocket filter.
   *
   * @throws InvalidConfigurationException if the order is wrong and cannot be corrected
   */
  static void secure(FilterConfig config) {
    FilterOrder order = new FilterOrder(config);
    order.warnAboutQuarkus();
    Object jetty = order.jetty();
    try {
      if (jetty != null) {
        order.secureJetty(jetty);
      } else {
        order.requireFirst(order.names());
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      if (e instanceof InvalidConfigurationException wrong) {
        throw wrong;
      }
      order.warnAboutUnknownOrder();
    }
  }

  private void warnAboutQuarkus() {
    ClassLoader loader = context.getClassLoader();
    if (loader != null && loader.getResource(QUARKUS) != null) {
      log.log(
          Level.WARNING,
          "Quarkus answers REST resources, reactive routes and WebSockets before it calls a filter:"
              + " protected paths are protected for servlets and files alone. Serve no such"
              + " resource below a protected path, or call Tms.session in a filter of Quarkus");
    }
  }

  private void warnAboutUnknownOrder() {
    context.getFilterRegistrations().values().stream()
        .filter(FilterOrder::upgrades)
        .findFirst()
        .ifPresent(
            filter ->
                log.log(
                    Level.WARNING,
                    "the filter {0} answers WebSockets, and this container does not tell whether it"
                        + " is called before TmsFilter: if it is, endpoints below protected paths"
                        + " are open. Register TmsFilter first, and try one without signing in",
                    filter.getName()));
  }

  private static boolean upgrades(FilterRegistration filter) {
    return String.valueOf(filter.getClassName()).toLowerCase(Locale.ROOT).contains("websocket");
  }

  private boolean upgrades(String name) {
    FilterRegistration filter = context.getFilterRegistration(name);
    return filter != null && upgrades(filter);
  }

  /** The WebSocket filters before the last mapping of this filter. */
  private List<String> inFront(List<String> names) {
    int last = names.lastIndexOf(ours);
    return last < 0
        ? List.of()
        : names.subList(0, last).stream().filter(this::upgrades).distinct().toList();
  }

  private void requireFirst(List<String> names) {
    List<String> before = inFront(names);
    if (!before.isEmpty()) {
      throw wrongOrder(before.get(0));
    }
  }

  private static InvalidConfigurationException wrongOrder(String name) {
    return new InvalidConfigurationException(
        List.of(
            new Problem(
                "filter",
                "the container calls the WebSocket filter '"
                    + name
                    + "' before TmsFilter, so that WebSockets below protected paths would be open:"
                    + " register TmsFilter with addTo, or with isMatchAfter false")));
  }

  /** The filters of all mappings, in the order in which Tomcat or Undertow calls them. */
  private List<String> names() throws ReflectiveOperationException {
    List<String> names = new ArrayList<>();
    for (Object mapping : mappings()) {
      names.add((String) call(mapping, "getFilterName"));
    }
    return names;
  }

  private Collection<?> mappings() throws ReflectiveOperationException {
    if (context.getClass().getName().startsWith("io.undertow.")) {
      Object deployment = call(call(context, "getDeployment"), "getDeploymentInfo");
      return (Collection<?>) call(deployment, "getFilterMappings");
    }
    // Tomcat: a facade of the application context, which is a facade of the container's
    return Arrays.asList((Object[]) call(held(held(context)), "findFilterMaps"));
  }

  private static Object held(Object facade) throws ReflectiveOperationException {
    Field field = facade.getClass().getDeclaredField("context");
    field.setAccessible(true);
    return field.get(facade);
  }

  /** Jetty's context handler; null in other containers. */
  private @Nullable Object jetty() {
    try {
      return context.getClass().getName().startsWith("org.eclipse.jetty.")
          ? call(call(context, "getContext"), "getServletContextHandler")
          : null;
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  private void secureJetty(Object contextHandler) throws ReflectiveOperationException {
    warnAboutHandlers(contextHandler);
    Object servlets = call(contextHandler, "getServletHandler");
    putInFront(servlets);
    // endpoints added later put Jetty's filter in front again; listeners run before filters
    ServletRequestListener watch =
        new ServletRequestListener() {
          @Override
          public void requestInitialized(ServletRequestEvent event) {
            if (event.getServletRequest() instanceof HttpServletRequest request
                && isUpgrade(request)) {
              putInFrontNow(servlets);
            }
          }
        };
    contextHandler
        .getClass()
        .getMethod("addEventListener", EventListener.class)
        .invoke(contextHandler, watch);
  }

  /** Whether the request asks for another protocol, such as WebSocket (RFC 6455, RFC 8441). */
  private static boolean isUpgrade(HttpServletRequest request) {
    return request.getHeader("Upgrade") != null || request.getMethod().equals("CONNECT");
  }

  private void putInFrontNow(Object servlets) {
    try {
      putInFront(servlets);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the order of Jetty's filters cannot be looked at", e);
    }
  }

  private synchronized void putInFront(Object servlets) throws ReflectiveOperationException {
    Object[] mappings = (Object[]) call(servlets, "getFilterMappings");
    List<String> names = new ArrayList<>();
    for (Object mapping : mappings) {
      names.add((String) call(mapping, "getFilterName"));
    }
    List<String> before = inFront(names);
    if (before.isEmpty()) {
      return;
    }
    List<Object> front = new ArrayList<>();
    List<Object> behind = new ArrayList<>();
    int last = names.lastIndexOf(ours);
    for (int i = 0; i < mappings.length; i++) {
      boolean moves = i < last && before.contains(names.get(i));
      (i <= last && !moves ? front : behind).add(mappings[i]);
    }
    front.addAll(behind);
    Object[] ordered = front.toArray(mappings.clone());
    servlets
        .getClass()
        .getMethod("setFilterMappings", mappings.getClass())
        .invoke(servlets, (Object) ordered);
  }

  /** Handlers around or inside a context answer before any servlet or filter. */
  private static void warnAboutHandlers(Object contextHandler) throws ReflectiveOperationException {
    for (Object handler :
        (Collection<?>) call(call(contextHandler, "getServer"), "getDescendants")) {
      if (handler.getClass().getSimpleName().contains("WebSocket")) {
        log.log(
            Level.WARNING,
            "Jetty''s handler {0} answers WebSockets before it calls a filter: endpoints of it are"
                + " open, also below protected paths. Use"
                + " JakartaWebSocketServletContainerInitializer or"
                + " JettyWebSocketServletContainerInitializer instead",
            handler.getClass().getName());
      }
    }
  }

  private static Object call(Object target, String method) throws ReflectiveOperationException {
    try {
      return target.getClass().getMethod(method).invoke(target);
    } catch (InvocationTargetException e) {
      throw new ReflectiveOperationException(method, e);
    }
  }
}
