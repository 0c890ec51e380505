package io.tidepost.broker.option;

import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Scope;
import io.tidepost.base.option.Secret;

/// Tidepost's own: what Apache Kafka has no option for.
public final class TidepostOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP = new OptionGroup("Tidepost's own", Scope.READ_ONLY);

  /// Default of the topics' `tidepost.durability`.
  public static final Option<String> TIDEPOST_DURABILITY =
      GROUP
          .ofString("tidepost.durability", "disk")
          .oneOf("disk", "os")
          .clusterWide()
          .says(
              "Default of the topics' `tidepost.durability`: `disk` acknowledges a record when it"
                  + " is synced, `os` when it is in the page cache, as Apache Kafka does.");

  /// Default of the topics' `tidepost.validate.compressed`.
  public static final Option<Boolean> TIDEPOST_VALIDATE_COMPRESSED =
      GROUP
          .ofBoolean("tidepost.validate.compressed", false)
          .clusterWide()
          .says(
              "Default of the topics' `tidepost.validate.compressed`: whether every record of a"
                  + " compressed batch is checked before it is stored.");

  /// Room that each log directory keeps for what must work on a full disk, in bytes.
  public static final Option<Long> TIDEPOST_RESERVE_BYTES =
      GROUP
          .ofLong("tidepost.reserve.bytes", 64L << 20)
          .atLeast(0)
          .says(
              "Room that each log directory keeps in the file `tidepost-reserve`, so that deletes,"
                  + " retention, offsets and metadata still work on a full disk, in bytes; at most"
                  + " a fiftieth of the file system, 0 for none.");

  /// SCRAM credentials that a new cluster starts with.
  public static final Option<Secret> TIDEPOST_BOOTSTRAP_SCRAM =
      GROUP
          .ofSecret("tidepost.bootstrap.scram")
          .says(
              "Users that a new cluster starts with, as `SCRAM-SHA-256=[name=admin,password=…]`,"
                  + " several separated by semicolons; without effect once the storage is"
                  + " formatted.");

  /// How much of each log directory is read per second in search of bits that have rotted.
  public static final Option<Integer> TIDEPOST_SCRUB_BYTES_PER_SECOND =
      GROUP
          .ofInt("tidepost.scrub.bytes.per.second", 4 << 20)
          .atLeast(0)
          .says(
              "How much of each log directory is read per second in search of bits that have rotted"
                  + " in rolled segments, one round a day at most; 0 for none.");

  private TidepostOptions() {}
}
