package io.tidepost.base.world;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The two calls of Linux that Java has no API for: `fallocate`, which gives a file blocks beyond
/// its end without changing its size, and the `ftruncate` to the same size that takes them back.
/// Linked at the first use, which costs some tens of milliseconds.
final class NativeFiles {

  private static final int O_WRONLY = 1;
  private static final int O_CLOEXEC = 0x80000;
  private static final int FALLOC_FL_KEEP_SIZE = 1;
  private static final int ENOSPC = 28;
  private static final int EDQUOT = 122;

  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  /// What a call came to.
  enum Outcome {
    DONE,
    /// The file system or the operating system cannot do it, or the file is gone.
    NOT_POSSIBLE,
    NO_SPACE
  }

  private static final @Nullable NativeFiles LINKED = link();

  private final MethodHandle open;
  private final MethodHandle close;
  private final MethodHandle fallocate;
  private final MethodHandle ftruncate;

  private NativeFiles(Linker linker) {
    Linker.Option errno = Linker.Option.captureCallState("errno");
    open =
        handle(
            linker,
            "open",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
            errno,
            Linker.Option.firstVariadicArg(2));
    close = handle(linker, "close", FunctionDescriptor.of(JAVA_INT, JAVA_INT), errno);
    fallocate =
        handle(
            linker,
            "fallocate",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG),
            errno);
    ftruncate =
        handle(linker, "ftruncate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG), errno);
  }

  private static MethodHandle handle(
      Linker linker, String name, FunctionDescriptor type, Linker.Option... options) {
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type, options);
  }

  private static @Nullable NativeFiles link() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return null;
    }
    try {
      return new NativeFiles(Linker.nativeLinker());
    } catch (RuntimeException | LinkageError e) {
      // Another C library, or native access is denied: the platform works without.
      return null;
    }
  }

  /// Makes sure that the file has blocks up to `end`; its size stays.
  static Outcome allocate(Path file, long size, long end) throws IOException {
    NativeFiles linked = LINKED;
    return linked == null || end <= size
        ? Outcome.NOT_POSSIBLE
        : linked.with(
            file,
            (fd, state) ->
                (int)
                    linked.fallocate.invokeExact(state, fd, FALLOC_FL_KEEP_SIZE, size, end - size));
  }

  /// Gives back blocks behind the end of the file. Nobody may write to it meanwhile.
  static Outcome trim(Path file, long size) throws IOException {
    NativeFiles linked = LINKED;
    return linked == null
        ? Outcome.NOT_POSSIBLE
        : linked.with(file, (fd, state) -> (int) linked.ftruncate.invokeExact(state, fd, size));
  }

  private interface Call {
    int on(int descriptor, MemorySegment state) throws Throwable;
  }

  private Outcome with(Path file, Call call) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment name = arena.allocateFrom(file.toString());
      int descriptor = (int) open.invokeExact(state, name, O_WRONLY | O_CLOEXEC);
      if (descriptor < 0) {
        return Outcome.NOT_POSSIBLE;
      }
      try {
        return call.on(descriptor, state) == 0 ? Outcome.DONE : outcome((int) ERRNO.get(state, 0L));
      } finally {
        int ignored = (int) close.invokeExact(state, descriptor);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException("a system call on " + file + " failed", e);
    }
  }

  private static Outcome outcome(int errno) {
    return errno == ENOSPC || errno == EDQUOT ? Outcome.NO_SPACE : Outcome.NOT_POSSIBLE;
  }
}
