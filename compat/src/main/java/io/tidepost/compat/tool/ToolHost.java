package io.tidepost.compat.tool;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The child's side of [ApacheTools]: runs the `main` of one tool after the other in one JVM,
/// because a JVM per call costs more than the call.
///
/// A request on standard input is: class name, number of arguments, arguments, standard input for
/// the tool; the answer on standard output is: exit code, standard output, standard error. Texts
/// are length (int32) and UTF-8 bytes. Kafka's tools leave through `Exit`, whose procedure is
/// replaced by one that throws.
public final class ToolHost {
  private static volatile Capture current = new Capture();

  private ToolHost() {}

  public static void main(String[] arguments) throws Exception {
    DataInputStream in = new DataInputStream(System.in);
    DataOutputStream out = new DataOutputStream(System.out);
    replaceExit();
    while (true) {
      String main;
      try {
        main = text(in);
      } catch (EOFException parentHasGone) {
        return;
      }
      String[] toolArguments = new String[in.readInt()];
      for (int i = 0; i < toolArguments.length; i++) {
        toolArguments[i] = text(in);
      }
      ToolResult result = run(main, toolArguments, bytes(in));
      out.writeInt(result.exitCode());
      text(out, result.out());
      text(out, result.err());
      out.flush();
    }
  }

  private static ToolResult run(String main, String[] arguments, byte[] input) {
    Capture capture = new Capture();
    current = capture;
    PrintStream oldOut = System.out;
    PrintStream oldErr = System.err;
    System.setIn(new ByteArrayInputStream(input));
    System.setOut(new PrintStream(capture.out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(capture.err, true, StandardCharsets.UTF_8));
    try {
      Class.forName(main).getMethod("main", String[].class).invoke(null, (Object) arguments);
      capture.end(0);
    } catch (InvocationTargetException e) {
      e.getTargetException().printStackTrace();
      capture.end(1);
    } catch (ReflectiveOperationException e) {
      e.printStackTrace();
      capture.end(127);
    } finally {
      System.setOut(oldOut);
      System.setErr(oldErr);
    }
    return capture.result();
  }

  private static void replaceExit() throws ReflectiveOperationException {
    Class<?> exit = Class.forName("org.apache.kafka.common.utils.Exit");
    Class<?> procedure = Class.forName("org.apache.kafka.common.utils.Exit$Procedure");
    Class<?> adder = Class.forName("org.apache.kafka.common.utils.Exit$ShutdownHookAdder");
    Object leave =
        Proxy.newProxyInstance(
            procedure.getClassLoader(),
            new Class<?>[] {procedure},
            (_, _, values) -> {
              if (values[1] != null) {
                System.err.println(values[1]);
              }
              current.end((Integer) values[0]);
              throw new Left();
            });
    Object forget =
        Proxy.newProxyInstance(adder.getClassLoader(), new Class<?>[] {adder}, (_, _, _) -> null);
    set(exit, "setExitProcedure", procedure, leave);
    set(exit, "setHaltProcedure", procedure, leave);
    set(exit, "setShutdownHookAdder", adder, forget);
  }

  private static void set(Class<?> exit, String name, Class<?> type, Object value)
      throws ReflectiveOperationException {
    Method method = exit.getMethod(name, type);
    method.invoke(null, value);
  }

  static String text(DataInputStream in) throws IOException {
    return new String(bytes(in), StandardCharsets.UTF_8);
  }

  static byte[] bytes(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt());
  }

  static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /// What a tool has written until its process would have ended; what its `catch` blocks say after
  /// that nobody would have seen.
  private static final class Capture {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private @Nullable ToolResult ended;

    synchronized void end(int exitCode) {
      if (ended == null) {
        ended =
            new ToolResult(
                exitCode,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
      }
    }

    synchronized ToolResult result() {
      return Objects.requireNonNull(ended);
    }
  }

  /// Thrown where a tool would have ended its process.
  private static final class Left extends Error {
    private static final long serialVersionUID = 1;

    Left() {
      super("the tool has left", null, false, false);
    }
  }
}
