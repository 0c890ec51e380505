package io.tidepost.broker.option;

import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Scope;

/// The audit log: who did what, in a topic.
public final class AuditOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP = new OptionGroup("Audit log", Scope.READ_ONLY);

  /// Whether there is one.
  public static final Option<Boolean> TIDEPOST_AUDIT_ENABLE =
      GROUP
          .ofBoolean("tidepost.audit.enable", false)
          .says(
              "Whether what is denied, and what changes the cluster, is written to the topic"
                  + " `__tidepost_audit`.");

  /// Whether reading and writing are in it.
  public static final Option<Boolean> TIDEPOST_AUDIT_TRAFFIC =
      GROUP
          .ofBoolean("tidepost.audit.traffic", false)
          .says("Whether allowed reads, writes and descriptions are written there as well.");

  /// How fast it may grow.
  public static final Option<Integer> TIDEPOST_AUDIT_RECORDS_PER_SECOND =
      GROUP
          .ofInt("tidepost.audit.records.per.second", 100)
          .atLeast(1)
          .says("Most records written there per second; equal events share a record.");

  private AuditOptions() {}
}
