package io.tidepost.broker.group;

import io.tidepost.base.option.InvalidOptionException;
import io.tidepost.base.option.Options;
import io.tidepost.base.option.Origin;
import io.tidepost.broker.option.GroupOptions;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.ConfigResource;
import java.util.Map;

/// The options of a group: what is set on it over what the broker says. Any thread.
public final class GroupConfigs {

  private GroupConfigs() {}

  /// The values in force. Do not keep them longer than one decision.
  public static Options of(BrokerContext context, String groupId) {
    Map<String, String> set =
        context.image().configs().of(new ConfigResource(ConfigResource.Type.GROUP, groupId));
    Options broker = context.options().current();
    try {
      return Options.over(broker, GroupOptions.ALL, Origin.Source.GROUP, set);
    } catch (InvalidOptionException e) {
      // Stored by another version that allowed more: the group lives with the broker's values.
      return Options.over(broker, GroupOptions.ALL, Origin.Source.GROUP, Map.of());
    }
  }
}
