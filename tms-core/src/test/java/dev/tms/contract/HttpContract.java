package dev.tms.contract;

import dev.tms.policy.SessionHome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;

/**
 * The HTTP contract as a black box: what every server that carries this service has to do on the
 * wire, tried with a strict OpenID Provider at the other side. Needs a running service only.
 *
 * <p>Services are started when they are needed, about a dozen a run, each listening on a free port
 * of localhost by clear http, and are closed after the last test.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class HttpContract {
  private World world;

  /**
   * Starts a service: finds a free port of {@code localhost}, has the setup build the service for
   * that address, and serves it below the setup's base path.
   */
  protected abstract RunningService start(ServiceSetup setup) throws Exception;

  /** Where sessions live; some tests are about sessions in cookies and do not run with others. */
  protected SessionHome home() {
    return SessionHome.COOKIE;
  }

  @BeforeAll
  final void beginWorld() {
    world = new World(this::start, home());
  }

  @AfterAll
  final void endWorld() {
    world.close();
  }

  @Nested
  class CheckSession extends CheckSessionContract {
    @Override
    protected World world() {
      return world;
    }
  }

  @Nested
  class BeginLogin extends BeginLoginContract {
    @Override
    protected World world() {
      return world;
    }
  }

  @Nested
  class Tenants extends TenantsContract {
    @Override
    protected World world() {
      return world;
    }
  }

  @Nested
  class Callback extends CallbackContract {
    @Override
    protected World world() {
      return world;
    }
  }

  @Nested
  class SilentLogin extends SilentLoginContract {
    @Override
    protected World world() {
      return world;
    }
  }

  @Nested
  class FailedLogins extends FailedLoginsContract {
    @Override
    protected World world() {
      return world;
    }
  }

  @Nested
  class RetrieveToken extends RetrieveTokenContract {
    @Override
    protected World world() {
      return world;
    }
  }

  @Nested
  class LogOut extends LogOutContract {
    @Override
    protected World world() {
      return world;
    }
  }

  @Nested
  class User extends UserContract {
    @Override
    protected World world() {
      return world;
    }
  }

  @Nested
  class Cors extends CorsContract {
    @Override
    protected World world() {
      return world;
    }
  }

  @Nested
  class Origins extends OriginsContract {
    @Override
    protected World world() {
      return world;
    }
  }

  @Nested
  class Cookies extends CookiesContract {
    @Override
    protected World world() {
      return world;
    }
  }

  @Nested
  class Lifetimes extends LifetimesContract {
    @Override
    protected World world() {
      return world;
    }
  }

  @Nested
  class Clients extends ClientsContract {
    @Override
    protected World world() {
      return world;
    }
  }

  @Nested
  class BackChannelLogout extends BackChannelLogoutContract {
    @Override
    protected World world() {
      return world;
    }
  }

  @Nested
  class FrontChannelLogout extends FrontChannelLogoutContract {
    @Override
    protected World world() {
      return world;
    }
  }

  @Nested
  class SessionList extends SessionListContract {
    @Override
    protected World world() {
      return world;
    }
  }

  @Nested
  class StoreHeld extends StoreHeldContract {
    @Override
    protected World world() {
      return world;
    }
  }
}
