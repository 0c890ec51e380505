package io.tidepost.cli.acl;

import io.tidepost.cli.KafkaCommand;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `tidepost acl list`.
@Command(
    name = "list",
    description = "List access control entries, all of them or those that the options select.",
    footer = {
      "  tidepost acl list",
      "  tidepost acl list --user alice",
      "  tidepost acl list --topic orders --applying"
    })
final class AclList extends KafkaCommand {

  @Mixin AclFilters filters = new AclFilters();

  @Override
  protected int run(Admin admin) throws Exception {
    List<AclBinding> found = new ArrayList<>();
    for (AclBindingFilter filter : filters.filters()) {
      found.addAll(admin.describeAcls(filter).values().get());
    }
    print(AclTable.of(found));
    return OK;
  }
}
