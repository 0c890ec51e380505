package io.tidepost.broker.option;

import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Scope;

/// Access control: options that Apache Kafka's own authorizer reads.
public final class AuthorizerOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP = new OptionGroup("Access control", Scope.READ_ONLY);

  /// Principals that may do everything.
  public static final Option<String> SUPER_USERS =
      GROUP
          .ofString("super.users", "")
          .says("Principals that may do everything, separated by `;`, such as `User:admin`.");

  /// What counts where there is no entry.
  public static final Option<Boolean> ALLOW_EVERYONE_IF_NO_ACL_IS_FOUND =
      GROUP
          .ofBoolean("allow.everyone.if.no.acl.found", false)
          .says("Whether everybody may use a resource that no access control entry covers.");

  private AuthorizerOptions() {}
}
