package dev.tms;

import dev.tms.event.ThrottledLog;
import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Passes events to the log and to listeners. Logs and ignores their exceptions. Thread-safe. */
final class Events implements TmsListener {
  private static final Logger log = System.getLogger(Events.class.getName());

  private final TmsListener forPeople;
  private final List<TmsListener> listeners;

  public Events(
      List<TmsListener> quick, List<TmsListener> others, Executor executor, InstantSource clock) {
    this.forPeople = new EventLog(clock);
    this.listeners =
        Stream.concat(
                quick.stream(),
                others.stream().map(listener -> new ListenerQueue(listener, executor)))
            .toList();
  }

  public boolean hasListeners() {
    return !listeners.isEmpty();
  }

  @Override
  public void on(TmsEvent event) {
    forPeople.on(event);
    for (TmsListener listener : listeners) {
      tell(listener, event);
    }
  }

  static void tell(TmsListener listener, TmsEvent event) {
    try {
      listener.on(event);
    } catch (RuntimeException | LinkageError | AssertionError e) {
      // the type only: the message may quote anything
      log.log(
          Level.WARNING,
          "listener {0} failed: {1}",
          listener.getClass().getName(),
          e.getClass().getName());
    }
  }

  /**
   * Queues events for a slow listener, which receives them in order, one at a time, on a thread of
   * the executor. If the queue is full, events are lost, and the log says how many. Thread-safe;
   * never blocks the caller.
   */
  static final class ListenerQueue implements TmsListener {
    static final int MOST = 10_000;

    private static final Logger log = System.getLogger(ListenerQueue.class.getName());

    private final TmsListener listener;
    private final Executor executor;
    private final Queue<TmsEvent> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicBoolean running = new AtomicBoolean();

    ListenerQueue(TmsListener listener, Executor executor) {
      this.listener = listener;
      this.executor = executor;
    }

    @Override
    public void on(TmsEvent event) {
      if (size.incrementAndGet() > MOST) {
        size.decrementAndGet();
        if (lost.getAndIncrement() == 0) {
          log.log(
              Level.WARNING,
              "listener {0} is too slow: events are lost",
              listener.getClass().getName());
        }
        return;
      }
      waiting.add(event);
      start();
    }

    private void start() {
      if (!running.compareAndSet(false, true)) {
        return;
      }
      try {
        executor.execute(this::run);
      } catch (RejectedExecutionException e) {
        running.set(false); // busy or shutting down: the next event tries again
      }
    }

    private void run() {
      try {
        TmsEvent next = waiting.poll();
        while (next != null) {
          size.decrementAndGet();
          Events.tell(listener, next);
          next = waiting.poll();
        }
        int gone = lost.getAndSet(0);
        if (gone > 0) {
          log.log(
              Level.WARNING,
              "listener {0} has caught up: {1} events were lost",
              listener.getClass().getName(),
              Integer.toString(gone));
        }
      } finally {
        running.set(false);
      }
      // an event added after the last poll found it still running
      if (!waiting.isEmpty()) {
        start();
      }
    }
  }

  /** Logs what operators must see even without a listener; at TRACE, all events. Thread-safe. */
  static final class EventLog implements TmsListener {
    // the name is documented: operators set its level
    private static final Logger log = System.getLogger("dev.tms.event.EventLog");

    private final ThrottledLog throttled;

    EventLog(InstantSource clock) {
      throttled = new ThrottledLog(log, clock);
    }

    @Override
    public void on(TmsEvent event) {
      if (log.isLoggable(Level.TRACE)) {
        log.log(Level.TRACE, "{0}", oneLine(event.toString()));
      }
      if (event instanceof TmsEvent.LoginFailed failed) {
        String what = "login failed with " + failed.reason();
        say(level(failed), what, what + ": " + oneLine(failed.detail()));
      } else if (event instanceof TmsEvent.LogoutReceived logout) {
        String what = logout.channel() + "-channel logout " + logout.verdict();
        say(level(logout.verdict()), what, what + ": " + logout.detail());
      } else if (event instanceof TmsEvent.SessionEnded ended) {
        String what = "a session ended with " + ended.reason();
        say(level(ended), what, what + ": " + ended.cause());
      } else if (event instanceof TmsEvent.SessionSuperseded old) {
        String what = "an old copy of a session was refused";
        say(
            Level.WARNING,
            what,
            what
                + ": generation "
                + old.generation()
                + ", while a newer one is in use; it was forgotten somewhere, or stolen");
      }
    }

    /** Throttles only levels that are on by default; the others were turned on deliberately. */
    private void say(Level level, String kind, String text) {
      if (level.getSeverity() < Level.INFO.getSeverity()) {
        log.log(level, "{0}", text);
      } else {
        throttled.log(level, kind, text);
      }
    }

    private static String oneLine(String text) {
      return text.replaceAll("\\p{Cntrl}", "?");
    }

    private static Level level(TmsEvent.LogoutReceived.Verdict verdict) {
      return switch (verdict) {
        case ACCEPTED -> Level.DEBUG;
        case REFUSED -> Level.INFO; // anyone can send such a token, any number of times
        case INVALID, REPLAYED, UNAVAILABLE -> Level.WARNING;
      };
    }

    private static Level level(TmsEvent.SessionEnded ended) {
      return switch (ended.reason()) {
        case "session_lost", "identity_changed" -> Level.WARNING; // unintended by the user
        default -> Level.DEBUG;
      };
    }

    private static Level level(TmsEvent.LoginFailed failed) {
      if (failed.detail().startsWith(TmsEvent.LoginFailed.ERROR_WITHOUT_STATE)) {
        return Level.INFO; // some providers reject a request this way and explain it nowhere else
      }
      return switch (failed.reason()) {
        case "access_denied", "login_required" -> Level.DEBUG; // the user's choice
        // anyone can send such a request, any number of times
        case "login_unknown", "tenant_unknown", "domain_required" -> Level.DEBUG;
        case "login_invalid", "tenant_unavailable" -> Level.INFO;
        // an unreachable provider is already logged where the login could not begin
        default -> failed.after() == null ? Level.INFO : Level.WARNING;
      };
    }
  }
}
