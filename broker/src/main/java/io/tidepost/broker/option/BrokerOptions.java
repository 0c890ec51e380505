package io.tidepost.broker.option;

import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.OptionSet;
import java.util.List;

/// All options of a broker, in the order of the reference page. A new group of options is one small
/// file and one line here.
public final class BrokerOptions {

  /// The groups.
  public static final List<OptionGroup> GROUPS =
      List.of(
          TidepostOptions.GROUP,
          NodeOptions.GROUP,
          ListenerOptions.GROUP,
          SocketOptions.GROUP,
          TopicDefaultOptions.GROUP,
          LogOptions.GROUP,
          LogCleanerOptions.GROUP,
          QuorumOptions.GROUP,
          ReplicationOptions.GROUP,
          OffsetsOptions.GROUP,
          ClassicGroupOptions.GROUP,
          ConsumerGroupOptions.GROUP,
          ShareGroupOptions.GROUP,
          StreamsGroupOptions.GROUP,
          TransactionOptions.GROUP,
          QuotaOptions.GROUP,
          MetricsOptions.GROUP,
          TelemetryOptions.GROUP,
          SecurityOptions.GROUP,
          AuthorizerOptions.GROUP,
          AuditOptions.GROUP,
          HttpOptions.GROUP,
          MonitorOptions.GROUP,
          OtlpOptions.GROUP,
          RegistryOptions.GROUP,
          SslOptions.GROUP,
          SaslOptions.GROUP,
          OAuthOptions.GROUP,
          RemoteStorageOptions.GROUP);

  /// Found by name.
  public static final OptionSet ALL = new OptionSet(GROUPS);

  private BrokerOptions() {}
}
