package io.tidepost.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.Disk;
import io.tidepost.base.DiskFile;
import io.tidepost.base.world.RealDisk;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What appending does to the disk: each write goes behind the one before it, in one file at a
/// time, however many segments there are.
class AppendOnlyTest {

  private static final Set<String> NEVER = Set.of("truncate", "read", "rename", "deleteIfExists");

  @TempDir Path directory;

  private final Map<Path, Long> ends = new HashMap<>();
  private int writes;
  private boolean appending;

  private Disk watched() {
    return proxy(
        Disk.class,
        RealDisk.INSTANCE,
        (name, arguments, result) ->
            name.equals("open") && result instanceof DiskFile file
                ? watched((Path) arguments[0], file)
                : result);
  }

  private DiskFile watched(Path path, DiskFile file) {
    return proxy(
        DiskFile.class,
        file,
        (name, arguments, result) -> {
          if (name.equals("write") && path.toString().endsWith(".log")) {
            long position = (Long) arguments[arguments.length - 1];
            assertEquals(ends.getOrDefault(path, 0L), position, path + " is written in order");
            ends.put(path, file.size());
            writes++;
          }
          return result;
        });
  }

  private interface Seen {
    Object of(String method, Object[] arguments, Object result) throws IOException;
  }

  private <T> T proxy(Class<T> type, T real, Seen seen) {
    InvocationHandler handler =
        (Object self, Method method, Object[] arguments) -> {
          String name = method.getName();
          assertTrue(!appending || !NEVER.contains(name), () -> name + " while appending");
          try {
            return seen.of(name, arguments, method.invoke(real, arguments));
          } catch (InvocationTargetException e) {
            throw e.getTargetException();
          }
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Test
  void everyWriteGoesBehindTheLast() throws IOException {
    LogKit kit = new LogKit(watched(), directory);
    kit.config = kit.config.withSegment(4_000, Long.MAX_VALUE);
    kit.create();
    for (int i = 0; i < 200; i++) {
      ByteBuffer batch = Batches.of(3).valueSize(40).timestamp(kit.now + i).build();
      appending = true;
      kit.log().append(batch, AppendOrigin.CLIENT, 0, kit.now);
      appending = false;
      kit.runWork();
    }
    assertEquals(600, kit.log().logEndOffset());
    assertEquals(200, writes, "one write for each turn");
    assertTrue(ends.size() > 3, "over several segments: " + ends.keySet());
  }
}
