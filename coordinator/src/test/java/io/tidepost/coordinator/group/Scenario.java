package io.tidepost.coordinator.group;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.classic.Heartbeat;
import io.tidepost.coordinator.group.classic.JoinGroup;
import io.tidepost.coordinator.group.classic.LeaveGroup;
import io.tidepost.coordinator.group.classic.SyncGroup;
import io.tidepost.coordinator.group.offset.ForgetTopic;
import io.tidepost.coordinator.group.offset.OffsetCommit;
import io.tidepost.coordinator.group.offset.OffsetDelete;
import io.tidepost.coordinator.group.offset.OffsetFetch;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.JoinGroupRequest;
import io.tidepost.wire.message.JoinGroupResponse;
import io.tidepost.wire.message.LeaveGroupRequest;
import io.tidepost.wire.message.LeaveGroupResponse;
import io.tidepost.wire.message.ListGroupsRequest;
import io.tidepost.wire.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import io.tidepost.wire.message.SyncGroupResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Runs the commands of a scenario file against one shard and says what came out.
///
/// A command is a line `verb key=value ...`; requests have a name (`as=a`) under which their answer
/// is shown and which then stands for the member id, as `$a`.
final class Scenario {

  private final List<String> output = new ArrayList<>();
  private final Map<String, String> memberIds = new LinkedHashMap<>();
  private GroupOptions options = GroupOptions.DEFAULTS;
  private @Nullable GroupWorld world;

  /// The arguments of one command.
  private record Line(Map<String, String> values, Map<String, String> memberIds) {

    String get(String key, String otherwise) {
      String value = values.getOrDefault(key, otherwise);
      return value.startsWith("$") ? memberIds.getOrDefault(value.substring(1), value) : value;
    }

    @Nullable String orNull(String key) {
      return values.containsKey(key) ? get(key, "") : null;
    }

    int number(String key, int otherwise) {
      return Integer.parseInt(get(key, String.valueOf(otherwise)));
    }

    String group() {
      return get("group", "g");
    }

    String name() {
      return get("as", "-");
    }
  }

  /// Runs one command.
  ///
  /// @return what came out, one line each
  List<String> run(String command) {
    output.clear();
    String[] words = command.split(" +");
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 1; i < words.length; i++) {
      int at = words[i].indexOf('=');
      values.put(at < 0 ? "" : words[i].substring(0, at), words[i].substring(at + 1));
    }
    perform(words[0], new Line(values, memberIds));
    return List.copyOf(output);
  }

  private void perform(String verb, Line line) {
    switch (verb) {
      case "options" -> setOptions(line);
      case "join" -> join(line);
      case "sync" -> sync(line);
      case "heartbeat" -> heartbeat(line);
      case "leave" -> leave(line);
      case "commit" -> commit(line);
      case "fetch" -> fetch(line);
      case "delete-offset" -> deleteOffset(line);
      case "delete-group" ->
          submit(new DeleteGroup(line.group(), reply("-", r -> error(r.errorCode))));
      case "list" -> list();
      case "describe" -> describe(line);
      case "advance" -> world().advance(Long.parseLong(line.get("", "0")));
      case "hold" -> world().hold(true);
      case "commit-one" -> world().commitOne();
      case "release" -> world().hold(false);
      case "fail" -> world().failWith(ErrorCode.valueOf(line.get("", "")));
      case "heal" -> world().failWith(null);
      case "crash" -> world().crash();
      case "resign" -> world().resign();
      case "topic-deleted" -> world().submit(new ForgetTopic(line.get("topic", "t"), id(line)));
      case "stored" -> stored(line);
      default -> throw new IllegalArgumentException("no such command: " + verb);
    }
  }

  private GroupWorld world() {
    GroupWorld known = world;
    if (known == null) {
      known = new GroupWorld(options, new SeededRandomness(42));
      world = known;
    }
    return known;
  }

  private void submit(GroupCommand<?> command) {
    world().submit(command);
  }

  private void setOptions(Line line) {
    GroupOptions d = GroupOptions.DEFAULTS;
    options =
        new GroupOptions(
            line.number("initial-delay", 0),
            d.sessionTimeoutMillisMin(),
            d.sessionTimeoutMillisMax(),
            line.number("size-max", d.sizeMax()),
            line.number("metadata-max", d.offsetMetadataLengthMax()),
            line.number("retention", (int) d.offsetsRetentionMillis()),
            d.retentionCheckIntervalMillis(),
            d.commitTimeoutMillis());
  }

  private <R> Reply<R> reply(String name, Function<R, String> text) {
    return new Reply<>(
        response -> output.add((name.equals("-") ? "" : name + ": ") + text.apply(response)));
  }

  private static String error(short code) {
    return ErrorCode.of(code) == ErrorCode.NONE ? "ok" : ErrorCode.of(code).name();
  }

  private String memberName(String memberId) {
    for (Map.Entry<String, String> entry : memberIds.entrySet()) {
      if (entry.getValue().equals(memberId)) {
        return "$" + entry.getKey();
      }
    }
    return memberId.isEmpty() ? "-" : memberId;
  }

  private void join(Line line) {
    List<JoinGroupRequest.JoinGroupRequestProtocol> protocols = new ArrayList<>();
    List<String> topics = Arrays.asList(line.get("topics", "t").split(","));
    for (String name : line.get("protocols", "range").split(",")) {
      protocols.add(Requests.protocol(name, Requests.subscription(topics)));
    }
    JoinGroupRequest request =
        Requests.join(
            line.group(),
            line.get("member", ""),
            line.orNull("instance"),
            line.get("type", "consumer"),
            line.number("session", 10_000),
            line.number("rebalance", 30_000),
            protocols);
    Client client = new Client("client", "/127.0.0.1", (short) line.number("version", 9));
    submit(new JoinGroup(request, client, reply(line.name(), r -> joined(line.name(), r))));
  }

  private String joined(String name, JoinGroupResponse response) {
    if (!response.memberId.isEmpty()) {
      memberIds.put(name, response.memberId);
    }
    if (response.errorCode != 0) {
      return error(response.errorCode);
    }
    String members =
        String.join(",", response.members.stream().map(m -> memberName(m.memberId)).toList());
    return "generation "
        + response.generationId
        + " "
        + response.protocolName
        + " leader "
        + memberName(response.leader)
        + (members.isEmpty() ? "" : " members " + members)
        + (response.skipAssignment ? " skip-assignment" : "");
  }

  private void sync(Line line) {
    Map<String, String> assignments = new LinkedHashMap<>();
    String assign = line.get("assign", "");
    if (!assign.isEmpty()) {
      for (String each : assign.split(",")) {
        String[] pair = each.split(":");
        String to = pair[0].startsWith("$") ? memberIds.get(pair[0].substring(1)) : pair[0];
        assignments.put(Objects.requireNonNull(to, pair[0]), pair[1]);
      }
    }
    var request =
        Requests.sync(
            line.group(),
            line.get("member", "$" + line.name()),
            line.orNull("instance"),
            line.number("generation", 1),
            assignments);
    request.protocolType = line.orNull("type");
    request.protocolName = line.orNull("protocol");
    submit(new SyncGroup(request, reply(line.name(), this::synced)));
  }

  private String synced(SyncGroupResponse response) {
    return response.errorCode == 0
        ? "assigned [" + Requests.text(response.assignment) + "]"
        : error(response.errorCode);
  }

  private void heartbeat(Line line) {
    submit(
        new Heartbeat(
            Requests.heartbeat(
                line.group(),
                line.get("member", "$" + line.name()),
                line.orNull("instance"),
                line.number("generation", 1)),
            reply(line.name(), r -> error(r.errorCode))));
  }

  private void leave(Line line) {
    List<LeaveGroupRequest.MemberIdentity> members = new ArrayList<>();
    if (line.values.containsKey("members")) {
      for (String each : line.get("members", "").split(",")) {
        boolean known = each.startsWith("$");
        String memberId = known ? memberIds.getOrDefault(each.substring(1), each) : each;
        members.add(Requests.leaving(memberId, null));
      }
    } else {
      members.add(Requests.leaving(line.get("member", ""), line.orNull("instance")));
    }
    submit(new LeaveGroup(Requests.leave(line.group(), members), reply(line.name(), this::left)));
  }

  private String left(LeaveGroupResponse response) {
    return response.errorCode != 0
        ? error(response.errorCode)
        : String.join(" ", response.members.stream().map(m -> error(m.errorCode)).toList());
  }

  private static Uuid id(Line line) {
    return new Uuid(0, line.number("id", 0));
  }

  private void commit(Line line) {
    var request =
        Requests.commit(
            line.group(),
            line.get("member", ""),
            line.orNull("instance"),
            line.number("generation", -1),
            line.get("topic", "t"),
            id(line),
            line.number("partition", 0),
            line.number("offset", 0),
            line.get("metadata", ""));
    request.retentionTimeMs = line.number("retention", -1);
    Client client = new Client("client", "/127.0.0.1", (short) line.number("version", 9));
    submit(
        new OffsetCommit(
            request,
            client,
            reply(line.name(), r -> error(r.topics.get(0).partitions.get(0).errorCode))));
  }

  private void fetch(Line line) {
    String topic = line.get("topic", "t");
    var request =
        Requests.fetch(line.group(), topic.equals("*") ? null : topic, line.number("partition", 0));
    if (request.topics != null) {
      request.topics.get(0).topicId = id(line);
    }
    submit(
        new OffsetFetch(
            request, line.get("stable", "no").equals("yes"), reply(line.name(), this::fetched)));
  }

  private String fetched(OffsetFetchResponseGroup response) {
    if (response.errorCode != 0) {
      return error(response.errorCode);
    }
    List<String> offsets = new ArrayList<>();
    for (var topic : response.topics) {
      for (var p : topic.partitions) {
        String metadata = "".equals(p.metadata) ? "" : " (" + p.metadata + ")";
        offsets.add(
            topic.name
                + "-"
                + p.partitionIndex
                + " "
                + (p.errorCode == 0 ? p.committedOffset + metadata : error(p.errorCode)));
      }
    }
    return offsets.isEmpty() ? "nothing" : String.join(", ", offsets);
  }

  private void deleteOffset(Line line) {
    submit(
        new OffsetDelete(
            Requests.deleteOffset(
                line.group(), line.get("topic", "t"), line.number("partition", 0)),
            reply(
                line.name(),
                r ->
                    r.errorCode != 0
                        ? error(r.errorCode)
                        : error(r.topics.get(0).partitions.get(0).errorCode))));
  }

  private void list() {
    world()
        .submit(
            new ListGroups(
                new ListGroupsRequest(),
                reply(
                    "-",
                    r ->
                        r.groups.isEmpty()
                            ? "no groups"
                            : String.join(
                                ", ",
                                r.groups.stream()
                                    .map(g ->
                                        (g.groupId + " " + g.groupState + " " + g.protocolType)
                                            .trim())
                                    .toList()))));
  }

  private void describe(Line line) {
    submit(
        new DescribeGroup(
            line.group(),
            (short) line.number("version", 6),
            reply(
                "-",
                r -> {
                  List<String> members =
                      r.members.stream()
                          .map(m ->
                              memberName(m.memberId)
                                  + " ["
                                  + Requests.text(m.memberAssignment)
                                  + "]")
                          .toList();
                  String error = r.errorCode == 0 ? "" : error(r.errorCode) + " ";
                  return (error
                          + r.groupState
                          + " "
                          + r.protocolData
                          + " "
                          + String.join(" ", members))
                      .trim();
                })));
  }

  /// What is durable of a group.
  private void stored(Line line) {
    StoredGroup stored = world().shard().classic().stored(line.group());
    if (stored == null) {
      output.add("nothing");
      return;
    }
    List<String> members =
        stored.members().stream()
            .map(m ->
                memberName(m.memberId())
                    + " ["
                    + new String(m.assignment(), java.nio.charset.StandardCharsets.UTF_8)
                    + "]")
            .toList();
    output.add(
        ("generation "
                + stored.generation()
                + " leader "
                + (stored.leader() == null ? "-" : memberName(stored.leader()))
                + " "
                + String.join(" ", members))
            .trim());
  }
}
