package io.tidepost.coordinator.group.consumer;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.TopicCatalog;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Patterns that members are subscribed to (RE2/J, whose matching takes linear time). They are
/// matched against all topics away from the loop: when a pattern is new, when topics have changed,
/// and from time to time, since what a client may see changes too; not more often than every ten
/// seconds per group.
final class Regexes {

  private static final int REFRESH_MILLIS_MIN = 10_000;

  private final GroupCoordinatorShard shard;
  private final Turn<GroupCoordinatorShard> turn;
  private final Draft draft;
  private final ConsumerGroupSettings settings;

  Regexes(
      GroupCoordinatorShard shard,
      Turn<GroupCoordinatorShard> turn,
      Draft draft,
      ConsumerGroupSettings settings) {
    this.shard = shard;
    this.turn = turn;
    this.draft = draft;
    this.settings = settings;
  }

  /// Complains about a new pattern that is none.
  @Nullable Denial check(Subscription before, Subscription after) {
    String regex = after.regex();
    if (regex.isEmpty()
        || regex.equals(before.regex())
        || draft.group().subscribedRegexes().contains(regex)) {
      return null;
    }
    try {
      TopicPattern.compile(regex);
      return null;
    } catch (PatternSyntaxException e) {
      return new Denial(
          ErrorCode.INVALID_REGULAR_EXPRESSION,
          "SubscribedTopicRegex `"
              + regex
              + "` is not a valid regular expression: "
              + e.getDescription()
              + ".");
    }
  }

  /// Whether it is known what the pattern matches; nothing to know of no pattern.
  boolean isResolved(String regex) {
    return regex.isEmpty() || draft.group().regexes().containsKey(regex);
  }

  /// Matches the group's patterns again when that is due.
  ///
  /// @param visible which of the topics may be seen
  void refresh(String groupId, UnaryOperator<SortedSet<String>> visible) {
    ConsumerGroup group = draft.group();
    SortedSet<String> regexes = group.subscribedRegexes();
    ConsumerGroup durable = shard.consumer().find(groupId);
    if (regexes.isEmpty() || (durable != null && durable.isResolving())) {
      return;
    }
    long last =
        group.regexes().values().stream()
            .mapToLong(ResolvedRegex::timestampMillis)
            .max()
            .orElse(Long.MIN_VALUE);
    long now = turn.wallMillis();
    TopicCatalog topics = shard.surroundings().topics();
    boolean isNew = !group.regexes().keySet().containsAll(regexes);
    boolean isOld =
        group.regexes().values().stream().anyMatch(r -> r.version() != topics.version())
            || (last != Long.MIN_VALUE && now > last + settings.regexRefreshIntervalMillis());
    boolean mayAgain = last == Long.MIN_VALUE || now > last + REFRESH_MILLIS_MIN;
    if ((isNew || isOld) && mayAgain) {
      if (durable != null) {
        durable.resolving(true);
      }
      shard
          .surroundings()
          .elsewhere(() ->
              new RegexesResolved(
                  groupId, resolve(regexes, topics, visible), topics.version(), now));
    }
  }

  private static SortedMap<String, SortedSet<String>> resolve(
      SortedSet<String> regexes, TopicCatalog topics, UnaryOperator<SortedSet<String>> visible) {
    SortedMap<String, SortedSet<String>> resolved = new TreeMap<>();
    for (String regex : regexes) {
      resolved.put(regex, new TreeSet<>());
      try {
        Pattern pattern = TopicPattern.compile(regex);
        SortedSet<String> matching = new TreeSet<>();
        for (String topic : topics.names()) {
          if (pattern.matches(topic)) {
            matching.add(topic);
          }
        }
        resolved.put(regex, visible.apply(matching));
      } catch (PatternSyntaxException | StackOverflowError e) {
        // An older version may have accepted it; it matches nothing.
        resolved.put(regex, new TreeSet<>());
      }
    }
    return resolved;
  }
}
