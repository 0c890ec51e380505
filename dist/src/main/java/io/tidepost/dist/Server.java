package io.tidepost.dist;

import io.tidepost.broker.option.MonitorOptions;
import io.tidepost.broker.option.OptionsRefusedException;
import io.tidepost.broker.option.ServerOptions;
import io.tidepost.broker.server.StartException;
import io.tidepost.broker.server.TidepostServer;

/// `tidepost start`: the platform in the foreground. Uses no command line library: what this class
/// loads is paid for at each start.
///
/// Standard output gets one line, when the node is ready; everything else goes to standard error.
/// Exit codes: 1 cannot start or had to stop, 2 the command line makes no sense, 143 was told to
/// stop and did so in good order.
public final class Server {

  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private Server() {}

  /// @param args `start` and its options
  public static void main(String[] args) {
    try {
      run(StartArguments.parse(args));
    } catch (IllegalArgumentException e) {
      exit(USAGE, e.getMessage() + "; 'tidepost start --help' shows how");
    } catch (OptionsRefusedException e) {
      exit(FAILED, String.join(System.lineSeparator() + "tidepost: ", e.complaints()));
    } catch (StartException e) {
      String sentence = String.valueOf(e.getMessage());
      boolean inUse = sentence.contains("in use");
      exit(FAILED, inUse ? sentence + "; 'tidepost doctor --start' says by whom" : sentence);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void run(StartArguments arguments)
      throws OptionsRefusedException, StartException, InterruptedException {
    ServerOptions options =
        ServerOptions.read(arguments.config(), arguments.sets(), arguments.strict());
    System.setProperty(
        ServerLogging.FORMAT_PROPERTY, options.options().get(MonitorOptions.TIDEPOST_LOG_FORMAT));
    Neighbourhood neighbourhood = new Neighbourhood(options);
    TidepostServer server = TidepostServer.start(options, neighbourhood::openEarly);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "tidepost-shutdown"));
    neighbourhood.open(server);
    System.out.println(server.readyLine() + neighbourhood.readyWords());
    System.out.flush();
    Throwable failure = server.awaitStopped();
    if (failure != null) {
      exit(FAILED, "had to stop: " + failure.getMessage());
    }
  }

  private static void exit(int code, String sentence) {
    System.err.println("tidepost: " + sentence);
    System.err.flush();
    Runtime.getRuntime().exit(code);
  }
}
