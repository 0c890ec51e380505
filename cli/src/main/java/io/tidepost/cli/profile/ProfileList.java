package io.tidepost.cli.profile;

import io.tidepost.cli.Table;
import java.util.Map;
import picocli.CommandLine.Command;

/// `tidepost profile list`.
@Command(
    name = "list",
    description = "List profiles; the current one is used by commands that name none.",
    footer = {"  tidepost profile list", "  tidepost profile list -o json"})
final class ProfileList extends ProfileCommand {

  @Override
  int run(Profiles profiles, Map<String, String> environment) {
    var table = new Table("profile", "current", "bootstrap", "registry", "securityProtocol");
    profiles
        .all()
        .forEach((name, profile) ->
            table.row(
                name,
                name.equals(profiles.current()),
                profile.bootstrap(),
                profile.registry(),
                profile.properties().getOrDefault("security.protocol", "PLAINTEXT")));
    output.print(terminal.out(), table);
    return OK;
  }
}
