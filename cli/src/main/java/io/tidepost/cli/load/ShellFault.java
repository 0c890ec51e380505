package io.tidepost.cli.load;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A fault that commands of the user make and mend: only they know how to reach the machines.
///
/// @param mend `null` when the fault passes by itself
record ShellFault(String name, String command, @Nullable String mend) implements Fault {

  @Override
  public void begin() throws IOException, InterruptedException {
    run(command);
  }

  @Override
  public void end() throws IOException, InterruptedException {
    if (mend != null) {
      run(mend);
    }
  }

  private static void run(String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-c", command)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectErrorStream(true)
            .start();
    String said;
    try (var output = process.getInputStream()) {
      said = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
    int code = process.waitFor();
    if (code != 0) {
      throw new IOException("'" + command + "' ended with exit code " + code + ": " + said);
    }
  }
}
