package io.tidepost.compat.transaction;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An application consumes, transforms and produces in transactions while the server is ended with
/// SIGKILL again and again, and so is the application: each input is in the output exactly once.
final class KilledInTransactionsTest {
  private static final int INPUTS = 1_500;
  private static final int KILLS = 3;

  private final ServerUnderTest server =
      ServerUnderTest.create(Shared.temporary("killed-in-transactions"), Shared.OPTIONS);
  private final Clients clients = new Clients(server);

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void eachInputIsInTheOutputExactlyOnce() throws InterruptedException {
    var mover =
        new ExactMover(clients, clients.topic("input", 2), clients.topic("output", 2), 2, INPUTS);
    mover.fill();
    Thread application = mover.start();
    for (int kill = 1; kill <= KILLS; kill++) {
      int enough = kill * INPUTS / (KILLS + 2);
      await().until(() -> mover.moved() >= enough);
      server.kill();
      server.start();
    }
    application.join(Duration.ofMinutes(8));
    await().atMost(Clients.LIMIT).until(() -> mover.output().size() >= INPUTS);
    assertEquals(mover.expected(), mover.output());
  }
}
