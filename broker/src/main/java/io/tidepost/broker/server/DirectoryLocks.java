package io.tidepost.broker.server;

import io.tidepost.broker.Log;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// Keeps two processes from using one log directory: the file `.lock`, as in Kafka.
final class DirectoryLocks implements AutoCloseable {

  private static final Log LOG = Log.of(DirectoryLocks.class);

  private final List<FileChannel> channels = new ArrayList<>();

  /// Locks directories.
  ///
  /// @throws StartException when somebody else holds one
  void lock(List<Path> directories) throws StartException {
    for (Path directory : directories) {
      lock(directory);
    }
  }

  /// Locks a directory; one that cannot be written is left to those who open it to complain about.
  ///
  /// @throws StartException when somebody else holds it
  private void lock(Path directory) throws StartException {
    FileChannel channel;
    FileLock lock;
    try {
      Files.createDirectories(directory);
      channel =
          FileChannel.open(
              directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      LOG.warn("log directory {} could not be locked: {}", directory, e.toString());
      return;
    }
    channels.add(channel);
    try {
      lock = channel.tryLock();
    } catch (IOException e) {
      LOG.warn("log directory {} could not be locked: {}", directory, e.toString());
      return;
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new StartException(
          "log directory "
              + directory
              + " is in use by another process, which holds its .lock file");
    }
  }

  @Override
  public void close() {
    for (FileChannel channel : channels) {
      try {
        channel.close();
      } catch (IOException e) {
        LOG.warn("a lock file could not be closed: {}", e.toString());
      }
    }
    channels.clear();
  }
}
