package io.tidepost.broker.server;

import io.tidepost.broker.api.AclApis;
import io.tidepost.broker.api.AdminApis;
import io.tidepost.broker.api.ApiGroup;
import io.tidepost.broker.api.DataApis;
import io.tidepost.broker.api.GroupApis;
import io.tidepost.broker.api.MetadataApis;
import io.tidepost.broker.api.QuotaApis;
import io.tidepost.broker.api.ReplicationApis;
import io.tidepost.broker.api.SaslApis;
import io.tidepost.broker.api.ShareApis;
import io.tidepost.broker.api.TelemetryApis;
import io.tidepost.broker.api.TokenApis;
import io.tidepost.broker.api.TransactionApis;
import io.tidepost.broker.api.controller.NodeApis;
import java.util.List;

/// All APIs that a node serves.
final class ApiGroups {

  static final List<ApiGroup> ALL =
      List.of(
          new DataApis(),
          new MetadataApis(),
          new GroupApis(),
          new TransactionApis(),
          new ShareApis(),
          new AdminApis(),
          new ReplicationApis(),
          new AclApis(),
          new QuotaApis(),
          new SaslApis(),
          new TokenApis(),
          new TelemetryApis(),
          new NodeApis());

  private ApiGroups() {}
}
