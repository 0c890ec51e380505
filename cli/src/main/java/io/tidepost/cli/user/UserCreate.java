package io.tidepost.cli.user;

import io.tidepost.cli.Failure;
import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidepost user create`.
@Command(
    name = "create",
    description = {
      "Create a user with a password, or give one that is there a new password. The password is"
          + " the first line of standard input; the cluster keeps only what can check it."
    },
    footer = {
      "  tidepost user create alice < password.txt",
      "  tidepost user create alice --password wonderland --mechanism SCRAM-SHA-512"
    })
final class UserCreate extends KafkaCommand {

  private static final List<String> BOTH = List.of("SCRAM-SHA-256", "SCRAM-SHA-512");

  @Parameters(paramLabel = "USER", description = "Name of the user.")
  String user = "";

  @Option(
      names = "--password",
      paramLabel = "PASSWORD",
      description = "The password itself; other users of this machine can see it.")
  @Nullable String password;

  @Option(
      names = "--mechanism",
      paramLabel = "MECHANISM",
      description = "SCRAM-SHA-256 or SCRAM-SHA-512; both when not given. May be repeated.")
  List<String> mechanisms = BOTH;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      defaultValue = "4096",
      description = "Rounds of hashing, 4096 to 16384.")
  int iterations = 4096;

  @Override
  protected int run(Admin admin) throws Exception {
    String secret = password == null ? firstLine() : password;
    List<UserScramCredentialAlteration> alterations = new ArrayList<>();
    for (String name : mechanisms) {
      ScramMechanism mechanism = ScramMechanism.fromMechanismName(name);
      if (mechanism == ScramMechanism.UNKNOWN) {
        throw new Failure("the mechanism " + name + " is neither of " + BOTH);
      }
      var info = new ScramCredentialInfo(mechanism, iterations);
      alterations.add(new UserScramCredentialUpsertion(user, info, secret));
    }
    // One user may be named once in a request, so each mechanism has a request of its own.
    for (UserScramCredentialAlteration alteration : alterations) {
      admin.alterUserScramCredentials(List.of(alteration)).all().get();
    }
    var table = new Table("user", "mechanisms");
    table.row(user, mechanisms.stream().collect(Collectors.joining(",")));
    print(table);
    return OK;
  }

  private String firstLine() throws IOException {
    var in = new BufferedReader(new InputStreamReader(terminal.in(), StandardCharsets.UTF_8));
    String line = in.readLine();
    if (line == null || line.isEmpty()) {
      throw new Failure("there is no password: give it on standard input or with --password");
    }
    return line;
  }
}
