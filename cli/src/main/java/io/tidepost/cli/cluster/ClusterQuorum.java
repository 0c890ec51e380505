package io.tidepost.cli.cluster;

import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/// `tidepost cluster quorum`.
@Command(
    name = "quorum",
    description = {
      "Show who votes on the metadata, who leads, and how far behind the leader each one is, in"
          + " records of the metadata log."
    },
    footer = {"  tidepost cluster quorum", "  tidepost cluster quorum -o json"})
final class ClusterQuorum extends KafkaCommand {

  @Override
  protected int run(Admin admin) throws Exception {
    QuorumInfo quorum = admin.describeMetadataQuorum().quorumInfo().get();
    long end =
        quorum.voters().stream()
            .filter(voter -> voter.replicaId() == quorum.leaderId())
            .mapToLong(QuorumInfo.ReplicaState::logEndOffset)
            .findFirst()
            .orElse(quorum.highWatermark());
    var table =
        new Table("id", "role", "directoryId", "logEndOffset", "lag", "lastFetch", "lastCaughtUp");
    for (QuorumInfo.ReplicaState voter : quorum.voters()) {
      row(table, voter, voter.replicaId() == quorum.leaderId() ? "leader" : "voter", end);
    }
    for (QuorumInfo.ReplicaState observer : quorum.observers()) {
      row(table, observer, "observer", end);
    }
    if (output.structured()) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("leaderId", quorum.leaderId());
      object.put("leaderEpoch", quorum.leaderEpoch());
      object.put("highWatermark", quorum.highWatermark());
      object.put("members", table.rows());
      output.tree(terminal.out(), object);
    } else {
      var out = terminal.out();
      out.println("leader          " + quorum.leaderId());
      out.println("leader epoch    " + quorum.leaderEpoch());
      out.println("high watermark  " + quorum.highWatermark());
      table.print(out);
    }
    return OK;
  }

  private static void row(Table table, QuorumInfo.ReplicaState member, String role, long end) {
    boolean isKnown = member.logEndOffset() >= 0;
    table.row(
        member.replicaId(),
        role,
        member.replicaDirectoryId().toString(),
        isKnown ? member.logEndOffset() : null,
        isKnown ? Math.max(0, end - member.logEndOffset()) : null,
        moment(member.lastFetchTimestamp()),
        moment(member.lastCaughtUpTimestamp()));
  }

  private static @Nullable Long moment(OptionalLong millis) {
    return millis.isEmpty() || millis.getAsLong() < 0 ? null : Long.valueOf(millis.getAsLong());
  }
}
