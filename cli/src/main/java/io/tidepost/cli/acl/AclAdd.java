package io.tidepost.cli.acl;

import io.tidepost.cli.Failure;
import io.tidepost.cli.KafkaCommand;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.ResourcePattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tidepost acl add`.
@Command(
    name = "add",
    description = {
      "Allow (or deny) operations on resources. Reading, writing, deleting and altering imply",
      "describing; a denial counts more than any permission."
    },
    footer = {
      "  tidepost acl add --user alice --operation read --topic orders --group billing",
      "  tidepost acl add --user bob --operation write --topic orders. --prefixed",
      "  tidepost acl add --user '*' --deny --operation delete --topic payments"
    })
final class AclAdd extends KafkaCommand {

  @Mixin AclResources resources = new AclResources();

  @Mixin AclPrincipals principals = new AclPrincipals();

  @Option(
      names = "--operation",
      paramLabel = "OPERATION",
      required = true,
      description =
          "all, read, write, create, delete, alter, describe, cluster_action, describe_configs,"
              + " alter_configs, idempotent_write, create_tokens, describe_tokens or"
              + " two_phase_commit.")
  List<AclOperation> operations = new ArrayList<>();

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "The address they come from; from everywhere when left out.")
  List<String> hosts = new ArrayList<>();

  @Option(names = "--deny", description = "Deny instead of allow.")
  boolean deny;

  @Override
  protected int run(Admin admin) throws Exception {
    List<AclBinding> wanted = bindings();
    admin.createAcls(wanted).all().get();
    print(AclTable.of(wanted));
    return OK;
  }

  private List<AclBinding> bindings() {
    List<ResourcePattern> patterns = resources.patterns();
    if (patterns.isEmpty()) {
      throw new Failure(
          "say on what: --topic, --group, --transactional-id, --delegation-token,"
              + " --user-principal or --cluster");
    }
    if (principals.all().isEmpty()) {
      throw new Failure("say who: --user or --principal");
    }
    List<AclBinding> bindings = new ArrayList<>();
    for (ResourcePattern pattern : patterns) {
      for (String principal : principals.all()) {
        for (String host : hosts.isEmpty() ? List.of("*") : hosts) {
          for (AclOperation operation : operations) {
            bindings.add(
                new AclBinding(
                    pattern,
                    new AccessControlEntry(
                        principal,
                        host,
                        operation,
                        deny ? AclPermissionType.DENY : AclPermissionType.ALLOW)));
          }
        }
      }
    }
    return bindings;
  }
}
