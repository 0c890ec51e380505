package io.tidepost.metadata.controller;

import io.tidepost.base.Uuid;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.RecordVersions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A broker says that it lives and what it wants (KIP-631): renews its session, unfences it once it
/// has caught up with its own registration, fences it when it asks, and lets it shut down when
/// nothing is led by it and everybody knows.
///
/// ```
///          caught up                 wants to shut down, leads something
///  fenced ──────────▶ unfenced ───────────────────────────────▶ shutting down
///    ▲                   │ wants to be fenced                       │ leads nothing,
///    └───────────────────┴──────────── may shut down ◀──────────────┘ everybody knows
/// ```
///
/// @param brokerId node id
/// @param brokerEpoch under which it is registered
/// @param metadataOffset offset of the last metadata record that it has acted upon
/// @param wantFence whether it asks to be fenced, or to stay so
/// @param wantShutDown whether it asks to shut down
/// @param offlineDirectories ids of its directories that are offline (KIP-858)
/// @param cordonedDirectories ids of those that take no new partitions (KIP-1066); `null` when it
///   does not say
public record BrokerHeartbeat(
    int brokerId,
    long brokerEpoch,
    long metadataOffset,
    boolean wantFence,
    boolean wantShutDown,
    List<Uuid> offlineDirectories,
    @Nullable List<Uuid> cordonedDirectories)
    implements Command<BrokerHeartbeat.Outcome> {

  /// @param failure why it is not listened to, or `null`
  /// @param isCaughtUp whether it has acted upon its own registration
  /// @param isFenced whether it is fenced
  /// @param shouldShutDown whether it may go
  public record Outcome(
      @Nullable Failure failure, boolean isCaughtUp, boolean isFenced, boolean shouldShutDown) {}

  @Override
  public Decision<Outcome> decide(ControllerContext context) {
    Failure failure = Registrations.check(context, brokerId, brokerEpoch);
    Broker broker = context.image().brokers().get(brokerId);
    if (failure != null || broker == null) {
      return Decision.unchanged(new Outcome(failure, false, true, false));
    }
    boolean isCaughtUp = metadataOffset >= brokerEpoch;
    context.sessions().touch(broker, metadataOffset, context.nowMillis());
    List<MetadataRecord> records = new ArrayList<>();
    directories(context, broker, records);
    if (!records.isEmpty()) {
      // What else it asks for is decided on what these records leave behind, with the next one.
      return Decision.inParts(records, new Outcome(null, isCaughtUp, broker.fenced(), false));
    }
    boolean isFenced = broker.fenced();
    boolean shouldShutDown = false;
    if (isFenced) {
      shouldShutDown = wantShutDown;
      if (!wantShutDown && !wantFence && isCaughtUp) {
        Registrations.unfence(context, broker, records);
        isFenced = false;
      }
    } else if (wantFence || (wantShutDown && mayShutDown(context, broker))) {
      Registrations.fence(context, broker, records);
      isFenced = true;
      shouldShutDown = wantShutDown;
    } else if (wantShutDown) {
      Registrations.shutDown(context, broker, records);
      context.sessions().leaving(broker, context.nextOffset() + records.size() - 1);
    }
    return Decision.inParts(records, new Outcome(null, isCaughtUp, isFenced, shouldShutDown));
  }

  private boolean mayShutDown(ControllerContext context, Broker broker) {
    if (leadsSomething(context.image())) {
      return false;
    }
    return !broker.inControlledShutdown()
        || (context.sessions().isLeaving(broker)
            && context.sessions().mayLeave(broker, context.image()));
  }

  private boolean leadsSomething(MetadataImage image) {
    boolean[] found = new boolean[1];
    image
        .topics()
        .forEach(topic ->
            found[0] |=
                topic.partitions().stream().anyMatch(partition -> partition.leader() == brokerId));
    return found[0];
  }

  private void directories(ControllerContext context, Broker broker, List<MetadataRecord> records) {
    short metadataVersion = context.image().features().metadataVersion();
    if (RecordVersions.hasDirectories(metadataVersion)) {
      Registrations.loseDirectories(context, broker, offlineDirectories, records);
    }
    if (cordonedDirectories != null
        && RecordVersions.hasCordonedDirectories(metadataVersion)
        && !cordonedDirectories.equals(broker.cordonedDirectories())) {
      records.add(Registrations.cordon(broker, cordonedDirectories));
    }
  }
}
