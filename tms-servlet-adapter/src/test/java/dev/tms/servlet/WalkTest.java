package dev.tms.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.LaunchingConnector;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.MethodEntryEvent;
import com.sun.jdi.event.ThreadStartEvent;
import com.sun.jdi.request.EventRequest;
import com.sun.jdi.request.MethodEntryRequest;
import dev.tms.Tms;
import dev.tms.contract.Site;
import dev.tms.contract.Variant;
import dev.tms.contract.World;
import dev.tms.testkit.browser.TestBrowser;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * How many classes a reader meets on the way of one good token. A JVM of its own serves the
 * request; this one is its debugger and sees every method that is entered. A request before has
 * loaded what is loaded once.
 */
final class WalkTest {
  /** As many as there are: lower it with each class that goes. */
  private static final int BOUND = 19;

  private static final long PATIENCE_MILLIS = 120_000;
  private static final String WALK = "walk";

  @Test
  void retrieveToken_valid_meetsFewClasses() throws Exception {
    Set<String> all = met(Served.class);
    Set<String> met = new LinkedHashSet<>(all);
    met.removeIf(name -> !counts(name));

    System.out.println(met.size() + " classes on the walk of a valid RetrieveToken:");
    met.forEach(name -> System.out.println("  " + name));
    assertThat(met).as("the walk of a valid RetrieveToken").hasSizeLessThanOrEqualTo(BOUND);
    assertThat(documented()).as("rooms of docs/architecture.md").containsAll(rooms(met));
    assertThat(rooms(all)).as("rooms, with those of values").containsAll(documented());
  }

  private static Set<String> rooms(Set<String> classes) {
    return classes.stream()
        .map(name -> name.substring(0, name.lastIndexOf('.')).replaceFirst("^dev\\.tms\\.", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The rooms of the first walk on the page. */
  private static Set<String> documented() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "architecture.md"));
    String walk = page.substring(page.indexOf("**A valid RetrieveToken**")).split("\n\\*\\*")[0];
    return Pattern.compile("(?m)^\\| `([a-z.]+)` \\|")
        .matcher(walk)
        .results()
        .map(row -> row.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The JVM whose thread {@value #WALK} asks for the token. */
  static final class Served {
    public static void main(String[] arguments) throws Exception {
      World world = new World(setup -> FilterOnly.start(new UndertowContainer(), setup));
      Site site = world.site(Variant.PLAIN);
      TestBrowser browser = site.signedIn();
      String antiforgery = site.token(browser);
      site.accessToken(site.retrieve(browser, antiforgery));
      site.settle();
      int[] status = {0};
      Thread walk =
          new Thread(() -> status[0] = site.retrieve(browser, antiforgery).status(), WALK);
      walk.start();
      walk.join();
      Runtime.getRuntime().halt(status[0] == 200 ? 0 : 1);
    }
  }

  /** The classes in the order in which the walk comes to them. */
  private static Set<String> met(Class<?> main) throws Exception {
    LaunchingConnector connector = Bootstrap.virtualMachineManager().defaultConnector();
    Map<String, Connector.Argument> arguments = connector.defaultArguments();
    arguments.get("options").setValue("-cp \"" + classPath() + "\"");
    arguments.get("main").setValue(main.getName());
    VirtualMachine machine = connector.launch(arguments);
    machine.eventRequestManager().createThreadStartRequest().enable();
    Set<String> met = new LinkedHashSet<>();
    try {
      while (true) {
        EventSet events = machine.eventQueue().remove(PATIENCE_MILLIS);
        assertThat(events).as("what happens in the other JVM").isNotNull();
        for (Event event : events) {
          if (event instanceof ThreadStartEvent start && start.thread().name().equals(WALK)) {
            MethodEntryRequest entries = machine.eventRequestManager().createMethodEntryRequest();
            entries.addClassFilter("dev.tms.*");
            entries.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
            entries.enable();
          } else if (event instanceof MethodEntryEvent entry) {
            met.add(entry.method().declaringType().name());
          }
        }
        events.resume();
      }
    } catch (VMDisconnectedException e) {
      Process process = machine.process();
      String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(errors).isZero();
    } finally {
      machine.process().destroy();
    }
    return met;
  }

  /** Some launchers load tests by a loader of their own. */
  private static String classPath() {
    if (WalkTest.class.getClassLoader() instanceof URLClassLoader loader) {
      return Stream.of(loader.getURLs())
          .map(URL::getPath)
          .collect(Collectors.joining(File.pathSeparator));
    }
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** Of the service and its adapter, and neither a value nor an exception. */
  private static boolean counts(String name) {
    if (name.contains("$$Lambda")) {
      return false; // its body is a method of the class around it
    }
    try {
      Class<?> type = Class.forName(name, false, WalkTest.class.getClassLoader());
      CodeSource source = type.getProtectionDomain().getCodeSource();
      boolean ours =
          source.equals(Tms.class.getProtectionDomain().getCodeSource())
              || source.equals(TmsFilter.class.getProtectionDomain().getCodeSource());
      return ours
          && !type.isRecord()
          && !Enum.class.isAssignableFrom(type)
          && !Throwable.class.isAssignableFrom(type);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
