package io.tidepost.quorum;

import io.tidepost.base.Uuid;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.apache.ratis.proto.RaftProtos.RaftPeerProto;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;

/// Our names in the consensus library's words. A peer's id is the node id; the id of its metadata
/// directory travels where the library keeps the address of an admin endpoint, which nobody here
/// has.
final class RatisPeers {

  private RatisPeers() {}

  static RaftPeerId id(int nodeId) {
    return RaftPeerId.valueOf(Integer.toString(nodeId));
  }

  static int nodeId(RaftPeerId id) {
    return Integer.parseInt(id.toString());
  }

  static RaftPeer peer(QuorumVoter voter) {
    return RaftPeer.newBuilder()
        .setId(id(voter.id()))
        .setAddress(voter.address())
        .setAdminAddress(voter.directoryId().toString())
        .build();
  }

  static List<RaftPeer> peers(List<QuorumVoter> voters) {
    return voters.stream().map(RatisPeers::peer).toList();
  }

  static QuorumVoter voter(RaftPeerProto peer) {
    return voter(peer.getId().toStringUtf8(), peer.getAdminAddress(), peer.getAddress());
  }

  static QuorumVoter voter(RaftPeer peer) {
    return voter(peer.getId().toString(), peer.getAdminAddress(), peer.getAddress());
  }

  private static QuorumVoter voter(String id, String directoryId, String address) {
    return QuorumVoter.at(Integer.parseInt(id), Uuid.parse(directoryId), address);
  }

  /// The group of a cluster: voters of different clusters do not talk to each other.
  static RaftGroup group(String clusterId, List<QuorumVoter> voters) {
    return RaftGroup.valueOf(groupId(clusterId), peers(voters));
  }

  static RaftGroupId groupId(String clusterId) {
    return RaftGroupId.valueOf(uuid(clusterId));
  }

  private static UUID uuid(String clusterId) {
    try {
      Uuid parsed = Uuid.parse(clusterId);
      return new UUID(parsed.mostSignificantBits(), parsed.leastSignificantBits());
    } catch (IllegalArgumentException e) {
      // A cluster id may be any text.
      ByteBuffer bytes = ByteBuffer.wrap(clusterId.getBytes(StandardCharsets.UTF_8));
      return UUID.nameUUIDFromBytes(bytes.array());
    }
  }
}
