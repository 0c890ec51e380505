package io.tidepost.broker.storage;

import io.tidepost.base.Disk;
import io.tidepost.broker.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The reserves of all log directories, and of `metadata.log.dir` where that is another one.
/// Everything here blocks; any thread.
final class DiskReserves {

  private static final Log LOG = Log.of(DiskReserves.class);

  private final StorageOptions options;
  private final List<DiskReserve> all = new ArrayList<>();

  DiskReserves(StorageOptions options, Disk disk) {
    this.options = options;
    for (Path path : options.directories()) {
      all.add(new DiskReserve(disk, path, options.reserveBytes()));
    }
    if (!options.directories().contains(options.metadataDirectory())) {
      all.add(new DiskReserve(disk, options.metadataDirectory(), options.reserveBytes()));
    }
  }

  /// The reserve of the log directory of this number.
  DiskReserve of(int number) {
    return all.get(number);
  }

  void releaseIfFull() throws IOException {
    for (DiskReserve reserve : all) {
      reserve.releaseIfFull();
    }
  }

  void makeRoomForMetadata(List<StorageDirectory> directories) {
    for (StorageDirectory directory : directories) {
      if (directory.path().equals(options.metadataDirectory())) {
        directory.becameFull();
        return;
      }
    }
    for (DiskReserve reserve : all) {
      if (reserve.directory().equals(options.metadataDirectory())) {
        try {
          reserve.release();
        } catch (IOException e) {
          LOG.error("the reserve of {} cannot be given up: {}", reserve.directory(), e.toString());
        }
      }
    }
  }

  void keep(List<StorageDirectory> directories) {
    directories.forEach(StorageDirectory::keepReserve);
    for (DiskReserve reserve : all) {
      if (!options.directories().contains(reserve.directory())) {
        try {
          reserve.fill();
        } catch (IOException e) {
          LOG.warn("{} keeps no reserve for a full disk: {}", reserve.directory(), e.toString());
        }
      }
    }
  }
}
