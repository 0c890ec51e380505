package io.tidepost.cli.apikey;

import io.tidepost.cli.Failure;
import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import io.tidepost.operate.key.Keys;
import io.tidepost.operate.key.Role;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.resource.ResourcePattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `tidepost api-key create`.
@Command(
    name = "create",
    description = {
      "Make a key and print it with its secret. The secret is shown this once and kept nowhere.",
      "A reading key may be a member of groups whose names begin with the key, and of those named",
      "with --group; a writing key may use transactional ids that begin with the key."
    },
    footer = {
      "  tidepost api-key create --role read --topic orders --group billing",
      "  tidepost api-key create --role write --prefix orders.",
      "  tidepost api-key create --role admin --prefix team-a. -o json"
    })
final class ApiKeyCreate extends KafkaCommand {

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      required = true,
      description = "${COMPLETION-CANDIDATES}.")
  Role role = Role.read;

  @Option(names = "--topic", paramLabel = "TOPIC", description = "A topic; may be repeated.")
  List<String> topics = new ArrayList<>();

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX",
      description = "All topics whose names begin so; may be repeated.")
  List<String> prefixes = new ArrayList<>();

  @Option(
      names = "--group",
      paramLabel = "GROUP",
      description = "A further group that a reader may be a member of; may be repeated.")
  List<String> groups = new ArrayList<>();

  @Override
  protected int run(Admin admin) throws Exception {
    List<ResourcePattern> resources = resources();
    Keys.Made made = Keys.create(admin, role, resources, groups);
    var table = new Table("key", "secret", "role", "resources");
    table.row(
        made.name(),
        made.secret(),
        role.name(),
        String.join(", ", resources.stream().map(Keys::shown).toList()));
    print(table);
    if (!output.structured()) {
      terminal.err().println("Keep the secret: it is not shown again. In a client's properties:");
      terminal.err().println("  security.protocol=SASL_SSL (or SASL_PLAINTEXT without TLS)");
      terminal.err().println("  sasl.mechanism=SCRAM-SHA-512");
      terminal
          .err()
          .println(
              "  sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required"
                  + " username=\"KEY\" password=\"SECRET\";");
    }
    return OK;
  }

  private List<ResourcePattern> resources() {
    if (topics.isEmpty() && prefixes.isEmpty()) {
      throw new Failure("say on what: --topic or --prefix");
    }
    if (role == Role.admin && !topics.isEmpty()) {
      throw new Failure("an admin key is for a --prefix, not for single topics");
    }
    return Keys.resources(role, topics, prefixes);
  }
}
