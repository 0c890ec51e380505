package io.tidepost.broker.server;

import io.tidepost.base.Disk;
import io.tidepost.base.DiskFile;
import io.tidepost.base.world.RealDisk;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The real disk, of which one directory gives the trouble it is told to give. Any thread.
final class TroubledDisk {

  /// What fails.
  enum Kind {
    /// Reading the content of a file.
    READ,
    /// Everything that changes a file or a directory.
    WRITE,
    /// Syncing a file or a directory.
    SYNC
  }

  private record Trouble(Path below, Set<Kind> kinds, String reason) {}

  private static final Set<String> CHANGES =
      Set.of(
          "write",
          "truncate",
          "createDirectories",
          "deleteIfExists",
          "rename",
          "allocate",
          "replaceAtomically",
          "deleteTree");

  private volatile @Nullable Trouble trouble;
  private final AtomicInteger failures = new AtomicInteger();

  /// From now on the operations of these kinds fail everywhere below `directory`.
  ///
  /// @param reason what the operating system says
  void fail(Path directory, String reason, Kind... kinds) {
    trouble = new Trouble(directory, Set.of(kinds), reason);
  }

  /// The disk was mended.
  void mend() {
    trouble = null;
  }

  /// How many operations have failed.
  int failures() {
    return failures.get();
  }

  Disk disk() {
    return proxy(
        Disk.class,
        (self, method, arguments) -> {
          Object[] given = arguments == null ? new Object[0] : arguments;
          if (given.length == 0 || !(given[0] instanceof Path path)) {
            return call(RealDisk.INSTANCE, method, given);
          }
          if (method.getName().equals("open")) {
            boolean creates = given[1] != Disk.OpenMode.READ && !RealDisk.INSTANCE.exists(path);
            check(creates ? "write" : "open", path);
            return file((DiskFile) call(RealDisk.INSTANCE, method, given), path);
          }
          check(method.getName(), path);
          return call(RealDisk.INSTANCE, method, given);
        });
  }

  private DiskFile file(DiskFile real, Path path) {
    return proxy(
        DiskFile.class,
        (self, method, arguments) -> {
          check(method.getName(), path);
          // Without a channel everything is read through here.
          return method.getName().equals("channel") ? null : call(real, method, arguments);
        });
  }

  private void check(String operation, Path path) throws IOException {
    Trouble now = trouble;
    if (now == null || !path.startsWith(now.below)) {
      return;
    }
    boolean fails =
        switch (operation) {
          case "read", "readAll" -> now.kinds.contains(Kind.READ);
          case "sync", "syncDirectory" -> now.kinds.contains(Kind.SYNC);
          default -> CHANGES.contains(operation) && now.kinds.contains(Kind.WRITE);
        };
    if (fails) {
      failures.incrementAndGet();
      throw new IOException(path + ": " + now.reason);
    }
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
