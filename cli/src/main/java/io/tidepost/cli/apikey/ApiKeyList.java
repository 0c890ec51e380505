package io.tidepost.cli.apikey;

import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import picocli.CommandLine.Command;

/// `tidepost api-key list`.
@Command(
    name = "list",
    description = "List the keys that can log in, with what they may do.",
    footer = {"  tidepost api-key list", "  tidepost api-key list -o json"})
final class ApiKeyList extends KafkaCommand {

  @Override
  protected int run(Admin admin) throws Exception {
    Map<String, Collection<AclBinding>> byPrincipal = new HashMap<>();
    for (AclBinding acl : admin.describeAcls(Keys.of(null)).values().get()) {
      byPrincipal.computeIfAbsent(acl.entry().principal(), any -> new ArrayList<>()).add(acl);
    }
    var table = new Table("key", "role", "resources");
    for (String key : new TreeSet<>(admin.describeUserScramCredentials().all().get().keySet())) {
      if (Keys.isKey(key)) {
        Collection<AclBinding> acls = byPrincipal.getOrDefault(Keys.principal(key), List.of());
        table.row(key, Role.of(acls), topics(acls));
      }
    }
    print(table);
    return OK;
  }

  private static String topics(Collection<AclBinding> acls) {
    var names = new TreeSet<String>();
    for (AclBinding acl : acls) {
      if (acl.pattern().resourceType() == ResourceType.TOPIC) {
        names.add(resource(acl.pattern()));
      }
    }
    return String.join(", ", names);
  }

  /// A topic's name, or a prefix with a `*` behind it.
  static String resource(ResourcePattern pattern) {
    return pattern.patternType() == PatternType.PREFIXED ? pattern.name() + "*" : pattern.name();
  }
}
