package io.tidepost.console.cluster;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Something about a group that explains why records wait.
///
/// @param cause what was seen
/// @param advice what mends it
public record GroupVerdict(String cause, String advice) {

  /// A partition that holds this share of all that waits, of several, is skewed.
  private static final double SKEWED = 0.7;

  private static final long WORTH_A_WORD = 100;

  /// Looks for causes; the most likely first.
  public static List<GroupVerdict> of(GroupMembers group, List<GroupSight.Place> places) {
    List<GroupVerdict> found = new ArrayList<>();
    long lag =
        places.stream().mapToLong(GroupSight.Place::lag).filter(waiting -> waiting > 0).sum();
    if (lag == 0) {
      return found;
    }
    if (group.members().isEmpty()) {
      found.add(
          new GroupVerdict(
              "Nobody is in this group, so " + Words.count(lag) + " records wait.",
              "Start the application that reads with this group's name."));
      return found;
    }
    if (group.state().contains("Rebalance")
        || group.state().contains("Assigning")
        || group.state().contains("Reconciling")) {
      found.add(
          new GroupVerdict(
              "The group is sharing its work out anew (" + group.state() + ").",
              "If it stays so, a member does not give up its partitions: look for one that hangs,"
                  + " or takes longer than max.poll.interval.ms between two polls."));
    }
    Set<String> assigned = new HashSet<>();
    group.members().forEach(member -> assigned.addAll(member.work()));
    long busy = group.members().stream().filter(member -> !member.work().isEmpty()).count();
    long idle = group.members().size() - busy;
    if (idle > 0 && busy > 0) {
      found.add(
          new GroupVerdict(
              idle + " of " + group.members().size() + " members have nothing to do.",
              "There are more members than partitions: give the topic more partitions, or use a"
                  + " share group, where several members read one partition."));
    }
    skew(places, lag).ifPresent(found::add);
    if (found.isEmpty() && lag > WORTH_A_WORD) {
      found.add(
          new GroupVerdict(
              "All members have work and records wait in all partitions alike.",
              "They come faster than they are worked off: start more members, up to one for each"
                  + " partition, or make the work for one record cheaper."));
    }
    return found;
  }

  private static java.util.Optional<GroupVerdict> skew(List<GroupSight.Place> places, long lag) {
    if (places.size() < 2 || lag < WORTH_A_WORD) {
      return java.util.Optional.empty();
    }
    return places.stream()
        .filter(place -> place.lag() > lag * SKEWED)
        .findFirst()
        .map(place ->
            new GroupVerdict(
                Words.count(place.lag())
                    + " of "
                    + Words.count(lag)
                    + " waiting records are in "
                    + place.partition()
                    + ".",
                "Its member is slow or stuck, or one key has most of the records: look at the keys"
                    + " of that partition's records, and at the member that has it."));
  }
}
