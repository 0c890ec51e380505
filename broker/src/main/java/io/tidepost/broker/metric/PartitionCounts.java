package io.tidepost.broker.metric;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// What went in and out of one partition since it came here. What comes in is counted on the
/// partition's loop, what goes out on any; read by anybody.
public final class PartitionCounts {

  private static final VarHandle RECORDS_IN;
  private static final VarHandle BYTES_IN;
  private static final VarHandle BYTES_OUT;
  private static final VarHandle REPLICATION_BYTES_IN;
  private static final VarHandle REPLICATION_BYTES_OUT;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      RECORDS_IN = lookup.findVarHandle(PartitionCounts.class, "recordsIn", long.class);
      BYTES_IN = lookup.findVarHandle(PartitionCounts.class, "bytesIn", long.class);
      BYTES_OUT = lookup.findVarHandle(PartitionCounts.class, "bytesOut", long.class);
      REPLICATION_BYTES_IN =
          lookup.findVarHandle(PartitionCounts.class, "replicationBytesIn", long.class);
      REPLICATION_BYTES_OUT =
          lookup.findVarHandle(PartitionCounts.class, "replicationBytesOut", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private long recordsIn;
  private long bytesIn;
  private long bytesOut;
  private long replicationBytesIn;
  private long replicationBytesOut;

  /// A client produced. On the partition's loop.
  public void produced(long records, long bytes) {
    RECORDS_IN.setOpaque(this, recordsIn + records);
    BYTES_IN.setOpaque(this, bytesIn + bytes);
  }

  /// The leader sent records. On the partition's loop.
  public void replicated(long bytes) {
    REPLICATION_BYTES_IN.setOpaque(this, replicationBytesIn + bytes);
  }

  /// Records are sent to a client. Any thread.
  public void fetched(long bytes) {
    BYTES_OUT.getAndAdd(this, bytes);
  }

  /// Records are sent to a follower. Any thread.
  public void fetchedByFollower(long bytes) {
    REPLICATION_BYTES_OUT.getAndAdd(this, bytes);
  }

  /// Adds everything up to now to a sum.
  public void addTo(Traffic sum) {
    sum.recordsIn += (long) RECORDS_IN.getOpaque(this);
    sum.bytesIn += (long) BYTES_IN.getOpaque(this);
    sum.bytesOut += (long) BYTES_OUT.getOpaque(this);
    sum.replicationBytesIn += (long) REPLICATION_BYTES_IN.getOpaque(this);
    sum.replicationBytesOut += (long) REPLICATION_BYTES_OUT.getOpaque(this);
  }
}
