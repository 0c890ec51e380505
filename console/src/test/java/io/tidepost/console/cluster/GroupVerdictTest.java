package io.tidepost.console.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class GroupVerdictTest {

  private static GroupMembers group(String state, List<List<String>> work) {
    List<GroupMembers.Member> members = new ArrayList<>();
    for (List<String> of : work) {
      members.add(new GroupMembers.Member("m" + members.size(), "client", "/host", "", 1, of));
    }
    return new GroupMembers(state, "range", 1, 1, members);
  }

  private static List<GroupSight.Place> waiting(long... lags) {
    List<GroupSight.Place> places = new ArrayList<>();
    for (long lag : lags) {
      places.add(
          new GroupSight.Place(
              new TopicPartition("orders", places.size()), 0, lag, lag, lag == 0 ? -1 : 1_000));
    }
    return places;
  }

  private static String first(GroupMembers group, List<GroupSight.Place> places) {
    return GroupVerdict.of(group, places).getFirst().cause();
  }

  @Test
  void nothingIsSaidWhenNothingWaits() {
    assertEquals(List.of(), GroupVerdict.of(group("Empty", List.of()), waiting(0, 0)));
  }

  @Test
  void aGroupWithoutMembersIsTheCause() {
    assertTrue(first(group("Empty", List.of()), waiting(5, 0)).startsWith("Nobody is in"));
  }

  @Test
  void sharingOutAnewIsTheCause() {
    GroupMembers group = group("PreparingRebalance", List.of(List.of()));
    assertTrue(first(group, waiting(5, 0)).contains("sharing its work out anew"));
  }

  @Test
  void moreMembersThanPartitionsIsNamed() {
    GroupMembers group = group("Stable", List.of(List.of("orders: 0"), List.of()));
    assertTrue(first(group, waiting(500)).startsWith("1 of 2 members"));
  }

  @Test
  void onePartitionWithMostOfItIsNamed() {
    GroupMembers group = group("Stable", List.of(List.of("orders: 0, 1, 2")));
    assertTrue(first(group, waiting(10, 5_000, 20)).contains("are in orders-1"));
  }

  @Test
  void elseTheyComeFasterThanTheyAreWorkedOff() {
    GroupMembers group = group("Stable", List.of(List.of("orders: 0, 1")));
    assertTrue(first(group, waiting(1_000, 1_100)).contains("in all partitions alike"));
  }
}
