package dev.tms.servlet;

import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds a {@link TmsFilter} to every context that has the parameter {@value TmsFilter#CONFIG} and no
 * such filter yet; does nothing otherwise. Containers find it by themselves; embedded Undertow is
 * informed of it.
 */
public final class TmsInitializer implements ServletContainerInitializer {
  /** For containers. */
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
