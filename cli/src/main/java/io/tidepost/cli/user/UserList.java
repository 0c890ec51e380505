package io.tidepost.cli.user;

import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.UserScramCredentialsDescription;
import picocli.CommandLine.Command;

/// `tidepost user list`.
@Command(
    name = "list",
    description = "List the users who have passwords; never the passwords.",
    footer = {"  tidepost user list", "  tidepost user list -o json"})
final class UserList extends KafkaCommand {

  @Override
  protected int run(Admin admin) throws Exception {
    Map<String, UserScramCredentialsDescription> users =
        new TreeMap<>(admin.describeUserScramCredentials().all().get());
    var table = new Table("user", "mechanisms");
    users.forEach((user, description) ->
        table.row(
            user,
            description.credentialInfos().stream()
                .map(info -> info.mechanism().mechanismName() + ":" + info.iterations())
                .sorted()
                .collect(Collectors.joining(","))));
    print(table);
    return OK;
  }
}
