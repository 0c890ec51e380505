package io.tidepost.cli.record;

/// Ends a [Reading] in good order when the process is told to stop: what was printed is committed
/// and the group is left, before the JVM goes.
final class Stopper implements AutoCloseable {

  private static final long PATIENCE_MILLIS = 5000;

  private final Thread reader = Thread.currentThread();
  private final Thread hook;

  Stopper(Reading reading) {
    hook =
        new Thread(
            () -> {
              reading.stop();
              try {
                reader.join(PATIENCE_MILLIS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "stop-consuming");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is already going down, and the hook waits for us
    }
  }
}
