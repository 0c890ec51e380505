package io.tidepost.cli.user;

import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `tidepost user delete`.
@Command(
    name = "delete",
    description = {
      "Delete a user's passwords. Connections that are open stay until they have to log in anew."
    },
    footer = {"  tidepost user delete alice"})
final class UserDelete extends KafkaCommand {

  @Parameters(paramLabel = "USER", description = "Name of the user.")
  String user = "";

  @Override
  protected int run(Admin admin) throws Exception {
    var description = admin.describeUserScramCredentials(List.of(user)).description(user).get();
    for (var info : description.credentialInfos()) {
      var deletion = new UserScramCredentialDeletion(user, info.mechanism());
      admin.alterUserScramCredentials(List.of(deletion)).all().get();
    }
    var table = new Table("user", "deleted");
    table.row(user, true);
    print(table);
    return OK;
  }
}
