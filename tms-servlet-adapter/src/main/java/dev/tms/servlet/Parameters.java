package dev.tms.servlet;

import dev.tms.Tms;
import dev.tms.config.TmsConfiguration;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The init parameters of the filter, with those of the context as the fallback. */
final class Parameters {
  private static final Logger log = System.getLogger(TmsFilter.class.getName());

  private final FilterConfig config;

  Parameters(FilterConfig config) {
    this.config = config;
  }

  @Nullable String value(String name) {
    String own = config.getInitParameter(name);
    String value = own != null ? own : config.getServletContext().getInitParameter(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  /** Adds the settings of the parameters. */
  Protection addTo(Protection protection) {
    Protection all =
        protection
            .protect(PathPatterns.split(value(TmsFilter.PROTECT)))
            .permit(PathPatterns.split(value(TmsFilter.PERMIT)));
    all = isOff(TmsFilter.ORIGIN_CHECK) ? all.withoutOriginCheck() : all;
    return isOff(TmsFilter.NO_STORE) ? all.withCaching() : all;
  }

  private boolean isOff(String name) {
    String value = value(name);
    if (value == null || value.equals("on")) {
      return false;
    }
    if (value.equals("off")) {
      return true;
    }
    throw new IllegalArgumentException(
        "the parameter " + name + " must be on (the default) or off, not " + value);
  }

  /** Creates the service from the configuration file that this parameter names. */
  Tms configured(String name) throws ServletException {
    String file = value(name);
    if (file == null) {
      throw new ServletException(
          "the parameter " + name + " must name the configuration file of TMS");
    }
    TmsConfiguration configuration =
        TmsConfiguration.loadForApplication(Path.of(file), System.getenv());
    configuration.notices().stream()
        .filter(line -> !line.startsWith("Server.")) // the container listens, not this service
        .forEach(line -> log.log(Level.INFO, line));
    return configuration.toTms();
  }
}
