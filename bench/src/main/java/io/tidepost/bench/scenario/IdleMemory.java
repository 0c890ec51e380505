package io.tidepost.bench.scenario;

import io.tidepost.bench.Figure;
import io.tidepost.bench.Sizes;
import io.tidepost.bench.Usage;
import io.tidepost.compat.server.ServerUnderTest;
import java.util.List;

/// Resident memory, and CPU use, of a server that has served one record and then rests.
final class IdleMemory implements Scenario {

  @Override
  public List<Figure> run(ServerUnderTest server, Sizes sizes) {
    server.launch();
    StartUp.firstRecord(server);
    Pace.rest(sizes.seconds());
    double before = Usage.cpuSeconds(server.pid());
    Pace.rest(sizes.seconds());
    double idleCpu = (Usage.cpuSeconds(server.pid()) - before) / sizes.seconds();
    return List.of(
        Figure.cost("resident memory, idle, MB", Usage.residentMb(server.pid()), 0.25),
        Figure.cost("CPU, idle, % of a core", 100 * idleCpu, 0));
  }
}
