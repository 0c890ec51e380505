package io.tidepost.cli.top;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// The terminal of this process, with `stty` and a few sequences that every terminal knows: a
/// screen of its own, keys without Enter. [#close()] gives it back as it was, also when the process
/// is told to stop.
final class Screen implements AutoCloseable {

  private static final String OPEN = "\033[?1049h\033[?25l";
  private static final String CLOSE = "\033[?25h\033[?1049l";
  private static final Path TTY = Path.of("/dev/tty");

  private final PrintStream out;
  private final InputStream keys;
  private final String before;
  private final Thread atExit = new Thread(this::restore);

  private Screen(PrintStream out, InputStream keys, String before) {
    this.out = out;
    this.keys = keys;
    this.before = before;
  }

  /// Whether standard output is a terminal.
  static boolean there() {
    try {
      return new ProcessBuilder("test", "-t", "1")
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // no such command: no terminal that we could work with
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  static Screen open(PrintStream out) throws IOException, InterruptedException {
    String before = stty("-g");
    stty("-icanon", "-echo", "min", "0", "time", "0");
    var screen = new Screen(out, new FileInputStream(TTY.toFile()), before);
    Runtime.getRuntime().addShutdownHook(screen.atExit);
    out.print(OPEN);
    return screen;
  }

  /// Shows these lines and nothing else.
  void show(List<String> lines) {
    out.print("\033[H" + String.join("\033[K\r\n", lines) + "\033[K\033[J");
    out.flush();
  }

  /// Rows and columns; 24 and 80 when the terminal does not say.
  int[] size() throws IOException, InterruptedException {
    String[] words = stty("size").split(" ");
    int rows = words.length == 2 ? Integer.parseInt(words[0]) : 0;
    int columns = words.length == 2 ? Integer.parseInt(words[1]) : 0;
    return new int[] {rows > 0 ? rows : 24, columns > 0 ? columns : 80};
  }

  /// The key that was pressed, or -1.
  int key() throws IOException {
    return keys.read();
  }

  private static String stty(String... words) throws IOException, InterruptedException {
    var command = new java.util.ArrayList<>(List.of("stty"));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command).redirectInput(TTY.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("stty: " + said.strip());
    }
    return said.strip();
  }

  private void restore() {
    try {
      out.print(CLOSE);
      out.flush();
      stty(before);
    } catch (IOException e) {
      out.println("the terminal could not be set back; 'stty sane' does it");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    keys.close();
    Runtime.getRuntime().removeShutdownHook(atExit);
    restore();
  }
}
