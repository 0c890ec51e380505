package io.tidepost.test;

import io.tidepost.broker.option.ServerOptions;
import io.tidepost.broker.server.StartException;
import io.tidepost.broker.server.TidepostServer;
import io.tidepost.broker.server.World;
import org.jspecify.annotations.Nullable;

/// One broker of a [Tidepost], with what can happen to it. All methods block until it has happened
/// to this node; what other nodes and clients make of it takes its time. Any thread.
public final class TidepostNode {

  private final int id;
  private final HeldPort port;
  private final World world;
  private final MemoryDisk disk;
  private final ServerOptions options;
  private @Nullable TidepostServer server;
  private @Nullable Runnable paused;

  TidepostNode(HeldPort port, World world, MemoryDisk disk, ServerOptions options) {
    this.id = options.nodeId();
    this.port = port;
    this.world = world;
    this.disk = disk;
    this.options = options;
  }

  /// Its `node.id`.
  public int id() {
    return id;
  }

  /// Where clients reach it, as `host:port`; the same after a restart.
  public String address() {
    return "127.0.0.1:" + port.number();
  }

  /// Whether it was started and not stopped since. A node that stands still is running, too.
  public synchronized boolean isRunning() {
    return server != null;
  }

  /// Starts it on the disk it had, as after [#kill()] or [#stop()]; no effect when it is running.
  ///
  /// @throws IllegalStateException when it cannot start; the message says why
  public synchronized void start() {
    if (server == null) {
      try {
        server = TidepostServer.start(options, world);
      } catch (StartException e) {
        throw new IllegalStateException("node " + id + " cannot start: " + e.getMessage(), e);
      }
    }
  }

  /// Stops it in good order: it takes leave of the others, answers what is in flight and closes its
  /// files.
  public synchronized void stop() {
    TidepostServer running = server;
    if (running != null) {
      resume();
      running.close();
      server = null;
    }
  }

  /// Ends it as `kill -9` ends a process: connections break, nothing is answered any more, the disk
  /// is as it was. What was written is there at the next start, which looks at it as after a crash.
  public synchronized void kill() {
    TidepostServer running = server;
    if (running != null) {
      resume();
      running.kill();
      server = null;
    }
  }

  /// [#stop()], then [#start()].
  public synchronized void restart() {
    stop();
    start();
  }

  /// Lets it stand still as a process does that is stopped, or in a very long garbage collection:
  /// connections stay open and nothing is answered, until [#resume()].
  public synchronized void pause() {
    if (paused == null) {
      paused = running().pause();
    }
  }

  /// Lets it go on after [#pause()]; no effect when it does not stand still.
  public synchronized void resume() {
    Runnable going = paused;
    if (going != null) {
      going.run();
      paused = null;
    }
  }

  /// Fills its disk: records of producers are refused with an error that they retry, reads go on.
  public void fillDisk() {
    disk.fill();
  }

  /// There is room on its disk again. It takes records again within seconds.
  public void freeDisk() {
    disk.free();
  }

  synchronized TidepostServer running() {
    TidepostServer running = server;
    if (running == null) {
      throw new IllegalStateException("node " + id + " is not running");
    }
    return running;
  }

  /// Ends it for good and gives its port back. Nobody will start it again, so that nothing need be
  /// in good order.
  synchronized void end() {
    kill();
    port.close();
  }

  @Override
  public String toString() {
    return "node " + id + " at " + address();
  }
}
