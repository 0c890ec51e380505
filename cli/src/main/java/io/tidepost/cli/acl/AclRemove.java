package io.tidepost.cli.acl;

import io.tidepost.cli.Failure;
import io.tidepost.cli.KafkaCommand;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tidepost acl remove`.
@Command(
    name = "remove",
    description = "Remove the access control entries that the options select, and show them.",
    footer = {
      "  tidepost acl remove --user alice",
      "  tidepost acl remove --topic orders --operation write",
      "  tidepost acl remove --all"
    })
final class AclRemove extends KafkaCommand {

  @Mixin AclFilters filters = new AclFilters();

  @Option(names = "--all", description = "Remove every entry.")
  boolean all;

  @Override
  protected int run(Admin admin) throws Exception {
    if (filters.isEmpty() != all) {
      throw new Failure(
          all
              ? "--all removes every entry; leave the other options out"
              : "say which entries, or --all for every one");
    }
    print(AclTable.of(admin.deleteAcls(filters.filters()).all().get()));
    return OK;
  }
}
