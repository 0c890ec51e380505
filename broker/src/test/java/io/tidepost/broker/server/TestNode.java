package io.tidepost.broker.server;

import io.tidepost.base.Disk;
import io.tidepost.base.option.Setting;
import io.tidepost.base.world.RealDisk;
import io.tidepost.broker.api.ApiRegistry;
import io.tidepost.broker.option.OptionsRefusedException;
import io.tidepost.broker.option.ServerOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A node in this process on a port that the system chose.
public final class TestNode implements AutoCloseable {

  private final TidepostServer server;

  private TestNode(TidepostServer server) {
    this.server = server;
  }

  /// Starts a node on `directory`.
  ///
  /// @param sets further options, `name=value`
  public static TestNode start(Path directory, String... sets)
      throws StartException, OptionsRefusedException {
    return start(RealDisk.INSTANCE, directory.toString(), sets);
  }

  /// Starts a node on a disk that the test has in its hands.
  ///
  /// @param directories `log.dirs`
  static TestNode start(Disk disk, String directories, String... sets)
      throws StartException, OptionsRefusedException {
    List<Setting> settings = new ArrayList<>();
    settings.add(Setting.ofCommandLine("listeners=PLAINTEXT://127.0.0.1:0"));
    settings.add(Setting.ofCommandLine("log.dirs=" + directories));
    for (String set : sets) {
      settings.add(Setting.ofCommandLine(set));
    }
    World world = new World(disk, World.MACHINE.clock(), World.MACHINE.randomness());
    return new TestNode(TidepostServer.start(ServerOptions.of(settings, true), world));
  }

  public TidepostServer server() {
    return server;
  }

  /// The APIs that it serves.
  public List<ApiRegistry.ServedApi> served() {
    return new ApiRegistry(server.context(), ApiGroups.ALL).advertised();
  }

  public int port() {
    return server.port();
  }

  /// The port of a listener.
  public int port(String listener) {
    return Objects.requireNonNull(server.ports().get(listener));
  }

  public String bootstrap() {
    return "127.0.0.1:" + port();
  }

  @Override
  public void close() {
    server.close();
  }
}
