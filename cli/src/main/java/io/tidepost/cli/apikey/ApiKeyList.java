package io.tidepost.cli.apikey;

import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import io.tidepost.operate.key.Keys;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;

/// `tidepost api-key list`.
@Command(
    name = "list",
    description = "List the keys that can log in, with what they may do.",
    footer = {"  tidepost api-key list", "  tidepost api-key list -o json"})
final class ApiKeyList extends KafkaCommand {

  @Override
  protected int run(Admin admin) throws Exception {
    var table = new Table("key", "role", "resources");
    for (Keys.Key key : Keys.list(admin)) {
      table.row(key.name(), key.role(), key.resources());
    }
    print(table);
    return OK;
  }
}
