package io.tidepost.cli.apikey;

import io.tidepost.cli.Failure;
import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
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

  /// The work a client does per login; the secret itself cannot be guessed.
  private static final int ITERATIONS = 4096;

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
    String key = Keys.newName();
    String secret = Keys.newSecret();
    List<ResourcePattern> resources = resources();
    admin.createAcls(role.acls(key, resources, groups)).all().get();
    try {
      for (ScramMechanism mechanism : Keys.MECHANISMS) {
        Keys.alter(
            admin,
            new UserScramCredentialUpsertion(
                key, new ScramCredentialInfo(mechanism, ITERATIONS), secret));
      }
    } catch (ExecutionException e) {
      Keys.remove(admin, key);
      throw e;
    }
    var table = new Table("key", "secret", "role", "resources");
    table.row(
        key,
        secret,
        role.name(),
        String.join(", ", resources.stream().map(ApiKeyList::resource).toList()));
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
    List<ResourcePattern> resources = new ArrayList<>();
    topics.forEach(topic ->
        resources.add(new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL)));
    prefixes.forEach(prefix ->
        resources.add(new ResourcePattern(ResourceType.TOPIC, prefix, PatternType.PREFIXED)));
    return resources;
  }
}
