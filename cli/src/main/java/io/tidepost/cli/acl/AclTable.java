package io.tidepost.cli.acl;

import io.tidepost.cli.Table;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.apache.kafka.common.acl.AclBinding;

/// Access control entries as a table, in a fixed order.
public final class AclTable {

  private static final Comparator<AclBinding> ORDER =
      Comparator.comparing((AclBinding acl) -> acl.entry().principal())
          .thenComparing(acl -> acl.pattern().resourceType())
          .thenComparing(acl -> acl.pattern().name())
          .thenComparing(acl -> acl.pattern().patternType())
          .thenComparing(acl -> acl.entry().permissionType())
          .thenComparing(acl -> acl.entry().operation())
          .thenComparing(acl -> acl.entry().host());

  private AclTable() {}

  /// One row per entry.
  public static Table of(Collection<AclBinding> acls) {
    var table =
        new Table(
            "principal", "host", "permission", "operation", "resourceType", "resource", "pattern");
    acls.stream()
        .distinct()
        .sorted(ORDER)
        .forEach(acl ->
            table.row(
                acl.entry().principal(),
                acl.entry().host(),
                lower(acl.entry().permissionType()),
                lower(acl.entry().operation()),
                lower(acl.pattern().resourceType()),
                acl.pattern().name(),
                lower(acl.pattern().patternType())));
    return table;
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
