package io.tidepost.cli.acl;

import io.tidepost.cli.Failure;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/// Options that say about whom: each may be repeated.
final class AclPrincipals {

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "A user, by name; * is everybody. The same as --principal User:NAME.")
  List<String> users = new ArrayList<>();

  @Option(names = "--principal", paramLabel = "TYPE:NAME", description = "A principal.")
  List<String> principals = new ArrayList<>();

  /// All of them with their types.
  List<String> all() {
    List<String> all = new ArrayList<>();
    users.forEach(user -> all.add("User:" + user));
    for (String principal : principals) {
      if (principal.indexOf(':') < 1) {
        throw new Failure(
            "--principal wants TYPE:NAME such as User:alice, not '" + principal + "'");
      }
      all.add(principal);
    }
    return all;
  }
}
