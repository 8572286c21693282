package dev.tms.servlet;

import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds a {@link TmsFilter} to every context that has the parameter {@value TmsFilter#CONFIG} but no
 * such filter. Containers discover it; embedded Undertow needs it registered.
 */
public final class TmsInitializer implements ServletContainerInitializer {
  /** Creates an initializer; called by containers. */
  public TmsInitializer() {}

  @Override
  public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) {
    String file = context.getInitParameter(TmsFilter.CONFIG);
    if (file != null && !file.isBlank() && !hasFilter(context)) {
      TmsFilter.register(context, context.addFilter(TmsFilter.NAME, TmsFilter.class));
    }
  }

  private static boolean hasFilter(ServletContext context) {
    return context.getFilterRegistrations().values().stream()
        .map(FilterRegistration::getClassName)
        .anyMatch(TmsFilter.class.getName()::equals);
  }
}
