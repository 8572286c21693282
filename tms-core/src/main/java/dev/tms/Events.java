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

/**
 * Hands events to the log and to listeners, whose exceptions are logged and go no further.
 * Thread-safe.
 */
final class Events implements TmsListener {
  private static final Logger log = System.getLogger(Events.class.getName());

  private final TmsListener forPeople;
  private final List<TmsListener> listeners;

  /** Events that quick listeners get on the thread where they happen, others from a queue. */
  public Events(
      List<TmsListener> quick, List<TmsListener> others, Executor executor, InstantSource clock) {
    this.forPeople = new EventLog(clock);
    this.listeners =
        Stream.concat(
                quick.stream(),
                others.stream().map(listener -> new ListenerQueue(listener, executor)))
            .toList();
  }

  /** Whether anything but the log hears of events. */
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
      // its message may quote anything: the type has to do
      log.log(
          Level.WARNING,
          "listener {0} failed: {1}",
          listener.getClass().getName(),
          e.getClass().getName());
    }
  }

  /**
   * Keeps events for a listener that may take its time: it gets them one after the other, in their
   * order, on a thread of the executor. Where it cannot keep up, events are lost, and the log says
   * how many. Thread-safe; the caller never waits.
   */
  static final class ListenerQueue implements TmsListener {
    /** How many events wait for a listener at most. */
    static final int MOST = 10_000;

    private static final Logger log = System.getLogger(ListenerQueue.class.getName());

    private final TmsListener listener;
    private final Executor executor;
    private final Queue<TmsEvent> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicBoolean running = new AtomicBoolean();

    /**
     * A queue before this listener; one thread of the executor at a time is used, while it works.
     */
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
      // one that came between the last look and the line above found it running
      if (!waiting.isEmpty()) {
        start();
      }
    }
  }

  /**
   * Writes to the log what people should find there without a listener; at level TRACE, every event
   * as it is. Thread-safe.
   */
  static final class EventLog implements TmsListener {
    private static final Logger log = System.getLogger(EventLog.class.getName());

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

    /**
     * What is not loud enough to be on by default is said each time: it was switched on to be seen.
     */
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
        case "session_lost", "identity_changed" -> Level.WARNING; // not by anyone's wish
        default -> Level.DEBUG;
      };
    }

    private static Level level(TmsEvent.LoginFailed failed) {
      if (failed.detail().startsWith(TmsEvent.LoginFailed.ERROR_WITHOUT_STATE)) {
        return Level.INFO; // some providers refuse a request so, and say why nowhere else
      }
      return switch (failed.reason()) {
        case "access_denied", "login_required" ->
            Level.DEBUG; // the user's choice: nothing is wrong
        // anyone can send such a request, any number of times
        case "login_unknown", "tenant_unknown", "domain_required" -> Level.DEBUG;
        case "login_invalid", "tenant_unavailable" -> Level.INFO;
        // where none was begun, who could not reach the provider has said so
        default -> failed.after() == null ? Level.INFO : Level.WARNING;
      };
    }
  }
}
