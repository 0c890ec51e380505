package io.tidepost.cli.debug;

import io.tidepost.cli.Failure;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// What is taken from this machine and by HTTP.
final class OnThisMachine {

  private static final long LOG_TAIL = 2L << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private OnThisMachine() {}

  /// Versions of this command, of Java and of the system.
  static String versions() {
    Runtime runtime = Runtime.getRuntime();
    String version = OnThisMachine.class.getPackage().getImplementationVersion();
    return "tidepost "
        + (version == null ? "built here" : version)
        + "\njava "
        + Runtime.version()
        + " ("
        + System.getProperty("java.vendor")
        + ")\nsystem "
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.version")
        + " "
        + System.getProperty("os.arch")
        + "\nprocessors "
        + runtime.availableProcessors()
        + "\ntime "
        + java.time.Instant.now()
        + "\n";
  }

  /// The end of a log file.
  static String tail(Path file) throws IOException {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(0, log.length() - LOG_TAIL);
      byte[] bytes = new byte[(int) (log.length() - from)];
      log.seek(from);
      log.readFully(bytes);
      String text = new String(bytes, StandardCharsets.UTF_8);
      // Half a line says nothing, and could hide half a secret.
      return from == 0 ? text : text.substring(text.indexOf('\n') + 1);
    }
  }

  /// The stacks of all threads of a process, by the tool that comes with Java.
  static String threads(long pid) throws IOException, InterruptedException {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    if (!Files.isExecutable(tool)) {
      throw new Failure("this Java has no jcmd; run 'jcmd " + pid + " Thread.print' of another");
    }
    Path out = Files.createTempFile("tidepost-threads", ".txt");
    try {
      Process process =
          new ProcessBuilder(tool.toString(), String.valueOf(pid), "Thread.print", "-l")
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new Failure("process " + pid + " did not answer");
      }
      String text = Files.readString(out);
      if (process.exitValue() != 0) {
        throw new Failure("jcmd: " + text.strip());
      }
      return text;
    } finally {
      Files.deleteIfExists(out);
    }
  }

  /// What is served at an address.
  static String get(URI address) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(address).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofString());
      return answer.body();
    }
  }
}
