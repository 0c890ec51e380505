package io.tidepost.cli.load;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/// The topic's segments become small, so that logs roll and roll; then they are what they were.
record SettingChanges(Admin admin, String topic) implements Fault {

  private static final ConfigEntry SMALL = new ConfigEntry("segment.bytes", "1048576");

  @Override
  public String name() {
    return "settings";
  }

  @Override
  public void begin() throws InterruptedException, ExecutionException {
    alter(AlterConfigOp.OpType.SET);
  }

  @Override
  public void end() throws InterruptedException, ExecutionException {
    alter(AlterConfigOp.OpType.DELETE);
  }

  private void alter(AlterConfigOp.OpType type) throws InterruptedException, ExecutionException {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    admin
        .incrementalAlterConfigs(Map.of(resource, List.of(new AlterConfigOp(SMALL, type))))
        .all()
        .get();
  }
}
