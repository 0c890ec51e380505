package io.tidepost.cli.apikey;

import io.tidepost.cli.Failure;
import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import io.tidepost.operate.key.Keys;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `tidepost api-key revoke`.
@Command(
    name = "revoke",
    description = {
      "Revoke keys: they cannot log in any more and may do nothing any more. A Tidepost closes",
      "their open connections at once."
    },
    footer = {"  tidepost api-key revoke key-4f0c9a2b71d3"})
final class ApiKeyRevoke extends KafkaCommand {

  @Parameters(arity = "1..*", paramLabel = "KEY", description = "Names of the keys.")
  List<String> keys = List.of();

  @Override
  protected int run(Admin admin) throws Exception {
    for (String key : keys) {
      if (!Keys.isKey(key)) {
        throw new Failure("'" + key + "' is not the name of a key made by 'api-key create'");
      }
    }
    var table = new Table("key", "revoked");
    for (String key : keys) {
      if (!Keys.remove(admin, key)) {
        throw new Failure("there is no key '" + key + "'");
      }
      table.row(key, true);
    }
    print(table);
    return OK;
  }
}
