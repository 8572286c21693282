package dev.tms;

import dev.tms.contract.Topic;
import dev.tms.contract.World;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Tests over the wire on the JDK's server, with a look inside. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class CoreTopic extends Topic {
  private World world;

  @BeforeAll
  final void beginWorld() {
    world = new World(JdkServer::start);
  }

  @AfterAll
  final void endWorld() {
    world.close();
  }

  @Override
  protected World world() {
    return world;
  }
}
