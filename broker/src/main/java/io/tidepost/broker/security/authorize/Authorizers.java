package io.tidepost.broker.security.authorize;

import io.tidepost.base.option.Options;
import io.tidepost.broker.option.AuditOptions;
import io.tidepost.broker.option.AuthorizerOptions;
import io.tidepost.broker.option.SecurityOptions;
import io.tidepost.broker.plugin.AuthorizerPlugin;
import io.tidepost.broker.security.audit.AuditLog;
import io.tidepost.broker.server.BrokerContext;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// Makes what decides, as `authorizer.class.name` says.
public final class Authorizers {

  /// Names of Apache Kafka's own authorizers, whose decisions are made here without their classes.
  private static final Set<String> OURS =
      Set.of(
          "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
          "kafka.security.authorizer.AclAuthorizer",
          "kafka.security.auth.SimpleAclAuthorizer");

  private Authorizers() {}

  /// @param originals everything in the configuration, as it was written
  /// @param loops number of event loops
  /// @throws IllegalArgumentException with one sentence that names the option that is wrong
  public static Authorizations of(
      Options options, Map<String, String> originals, BrokerContext context, int loops) {
    String name = options.get(SecurityOptions.AUTHORIZER_CLASS_NAME).trim();
    AuditLog audit =
        options.get(AuditOptions.TIDEPOST_AUDIT_ENABLE) ? new AuditLog(context, options) : null;
    if (name.isEmpty()) {
      return new Authorizations(null, null, audit);
    }
    if (!OURS.contains(name)) {
      AuthorizerPlugin plugin = AuthorizerPlugin.of(name, originals);
      return new Authorizations(plugin, plugin, audit);
    }
    var judge =
        new AclJudge(
            context::image,
            superUsers(options.get(AuthorizerOptions.SUPER_USERS)),
            options.get(AuthorizerOptions.ALLOW_EVERYONE_IF_NO_ACL_IS_FOUND),
            loops);
    return new Authorizations(judge, new MetadataAclStore(context), audit);
  }

  private static Set<String> superUsers(String text) {
    Set<String> users = new LinkedHashSet<>();
    for (String part : text.split(";")) {
      String user = part.trim();
      if (!user.isEmpty()) {
        if (user.indexOf(':') < 0) {
          throw new IllegalArgumentException(
              "super.users: " + user + " is not a principal such as User:" + user);
        }
        users.add(user);
      }
    }
    return Set.copyOf(users);
  }
}
