package io.tidepost.cli.apikey;

import io.tidepost.cli.Explain;
import io.tidepost.cli.Failure;
import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.common.errors.ResourceNotFoundException;
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
      revoke(admin, key);
      table.row(key, true);
    }
    print(table);
    return OK;
  }

  /// The entries go first: whoever is still logged in may do nothing from then on.
  private static void revoke(Admin admin, String key) throws Exception {
    int acls = admin.deleteAcls(List.of(Keys.of(Keys.principal(key)))).all().get().size();
    List<ScramMechanism> mechanisms = mechanisms(admin, key);
    if (mechanisms.isEmpty() && acls == 0) {
      throw new Failure("there is no key '" + key + "'");
    }
    if (!mechanisms.isEmpty()) {
      admin.alterUserScramCredentials(Keys.deletions(key, mechanisms)).all().get();
    }
  }

  private static List<ScramMechanism> mechanisms(Admin admin, String key) throws Exception {
    try {
      return admin
          .describeUserScramCredentials(List.of(key))
          .description(key)
          .get()
          .credentialInfos()
          .stream()
          .map(ScramCredentialInfo::mechanism)
          .toList();
    } catch (ExecutionException e) {
      if (Explain.unwrap(e) instanceof ResourceNotFoundException) {
        return List.of();
      }
      throw e;
    }
  }
}
