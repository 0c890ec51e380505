package io.tidepost.coordinator.group.streams;

import io.tidepost.coordinator.group.RecordBytes;
import io.tidepost.wire.UnknownTags;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.WireWriter;
import io.tidepost.wire.message.StreamsGroupDescribeResponse;
import io.tidepost.wire.message.StreamsGroupTopologyDescriptionUpdateRequest.TopologyDescription;
import io.tidepost.wire.message.StreamsGroupTopologyDescriptionUpdateRequest.TopologyDescriptionNode;
import io.tidepost.wire.message.StreamsGroupTopologyDescriptionUpdateRequest.TopologyDescriptionSubtopology;
import io.tidepost.wire.record.StreamsGroupTopologyValue;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Descriptions of topologies (KIP-1331). A description lives and dies with its topology: it is a
/// tagged field of the topology's record (docs/formats/consumer-offsets.md), which a coordinator
/// that does not know it passes over.
final class TopologyDescriptions {

  /// Of the tagged field.
  static final int TAG = 10_000;

  private static final short VERSION_SENT = 0;
  private static final short VERSION_SHOWN = 1;
  private static final byte NODE_TYPE_FIRST = 1;
  private static final byte NODE_TYPE_LAST = 3;

  private TopologyDescriptions() {}

  /// @return what is wrong with a description, `null` when nothing is
  static @Nullable String problem(TopologyDescription description) {
    Set<String> ids = new HashSet<>();
    for (TopologyDescriptionSubtopology subtopology : description.subtopologies) {
      if (!ids.add(subtopology.subtopologyId)) {
        return "Subtopology " + subtopology.subtopologyId + " is described twice.";
      }
      for (TopologyDescriptionNode node : subtopology.nodes) {
        if (node.nodeType < NODE_TYPE_FIRST || node.nodeType > NODE_TYPE_LAST) {
          return "Node " + node.name + " has the unknown type " + node.nodeType + ".";
        }
      }
    }
    return null;
  }

  /// The same topology with a description.
  static StreamsGroupTopologyValue with(
      StreamsGroupTopologyValue topology, TopologyDescription description) {
    WireWriter out = new WireWriter();
    description.write(out, VERSION_SENT);
    StreamsGroupTopologyValue described = bare(topology);
    UnknownTags tags = new UnknownTags();
    tags.add(TAG, out.toBuffer());
    described.unknownTags = tags;
    return described;
  }

  /// A copy of the topology without anything that Kafka does not know.
  static StreamsGroupTopologyValue bare(StreamsGroupTopologyValue topology) {
    short version = StreamsGroupTopologyValue.HIGHEST_VERSION;
    WireReader in = new WireReader(ByteBuffer.wrap(RecordBytes.plain(topology, version)));
    StreamsGroupTopologyValue copy = StreamsGroupTopologyValue.read(in, version);
    copy.unknownTags = null;
    return copy;
  }

  static boolean has(StreamsGroupTopologyValue topology) {
    return encoded(topology) != null;
  }

  /// The description, `null` when there is none.
  static StreamsGroupDescribeResponse.@Nullable TopologyDescription of(
      StreamsGroupTopologyValue topology) {
    ByteBuffer encoded = encoded(topology);
    return encoded == null
        ? null
        : StreamsGroupDescribeResponse.TopologyDescription.read(
            new WireReader(encoded), VERSION_SHOWN);
  }

  private static @Nullable ByteBuffer encoded(StreamsGroupTopologyValue topology) {
    UnknownTags tags = topology.unknownTags;
    if (tags == null) {
      return null;
    }
    ByteBuffer all = tags.encoded();
    WireReader in = new WireReader(all);
    for (int left = tags.count(); left > 0; left--) {
      int tag = in.readUnsignedVarint();
      int end = in.readTagEnd(tag);
      if (tag == TAG) {
        return all.slice(in.position(), end - in.position());
      }
      in.readTag(null, tag, end);
    }
    return null;
  }
}
