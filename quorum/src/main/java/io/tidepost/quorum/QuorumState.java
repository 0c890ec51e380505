package io.tidepost.quorum;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The file `quorum-state` of KRaft (KIP-595, KIP-853) as far as one voter needs it.
///
/// @param leaderId node that leads; -1 when unknown
/// @param leaderEpoch highest leader epoch this node has seen
/// @param voterIds voters that the file lists (version 0); empty when they are in the log instead
/// @param version 0 or 1
record QuorumState(int leaderId, int leaderEpoch, List<Integer> voterIds, int version) {

  static final String FILE_NAME = "quorum-state";

  private static final Pattern NUMBER = Pattern.compile("\"(\\w+)\"\\s*:\\s*(-?\\d{1,9})\\b");

  /// Reads the content of the file; `null` when it is not one. The log itself says which leader
  /// epochs were used, so a damaged file is no reason not to start.
  static @Nullable QuorumState parse(byte[] content) {
    int leaderId = -1;
    int leaderEpoch = -1;
    int version = -1;
    List<Integer> voterIds = new ArrayList<>();
    Matcher matcher = NUMBER.matcher(new String(content, StandardCharsets.UTF_8));
    while (matcher.find()) {
      int value = Integer.parseInt(matcher.group(2));
      switch (matcher.group(1)) {
        case "leaderId" -> leaderId = value;
        case "leaderEpoch" -> leaderEpoch = value;
        case "data_version" -> version = value;
        case "voterId" -> voterIds.add(value);
        default -> {}
      }
    }
    return leaderEpoch < 0 || version < 0 || version > 1
        ? null
        : new QuorumState(leaderId, leaderEpoch, List.copyOf(voterIds), version);
  }

  /// The content of the file, as Kafka writes it.
  byte[] format() {
    var text = new StringBuilder("{");
    if (version == 0) {
      text.append("\"clusterId\":\"\",");
    }
    text.append("\"leaderId\":").append(leaderId);
    text.append(",\"leaderEpoch\":").append(leaderEpoch);
    text.append(",\"votedId\":-1,");
    if (version == 0) {
      text.append("\"appliedOffset\":0,\"currentVoters\":[");
      for (int i = 0; i < voterIds.size(); i++) {
        text.append(i > 0 ? "," : "").append("{\"voterId\":").append(voterIds.get(i)).append('}');
      }
      text.append("],");
    } else {
      text.append("\"votedDirectoryId\":\"AAAAAAAAAAAAAAAAAAAAAA\",");
    }
    return text.append("\"data_version\":")
        .append(version)
        .append('}')
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }
}
