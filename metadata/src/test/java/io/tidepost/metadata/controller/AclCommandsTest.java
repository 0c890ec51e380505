package io.tidepost.metadata.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.tidepost.metadata.acl.Acl;
import io.tidepost.metadata.acl.AclFilter;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.AclPattern;
import io.tidepost.metadata.acl.AclPermission;
import io.tidepost.metadata.acl.PatternType;
import io.tidepost.metadata.acl.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AclCommandsTest {

  private final ControllerTester tester = new ControllerTester(1);

  private static Acl acl(ResourceType type, String name, String principal) {
    return new Acl(
        new AclPattern(type, PatternType.LITERAL, name),
        principal,
        Acl.ANYWHERE,
        AclOperation.READ,
        AclPermission.ALLOW);
  }

  private static AclFilter of(@Nullable String principal) {
    return new AclFilter(
        ResourceType.ANY,
        PatternType.ANY,
        null,
        principal,
        null,
        AclOperation.ANY,
        AclPermission.ANY);
  }

  @Test
  void anEntryIsAddedOnce() {
    Acl acl = acl(ResourceType.TOPIC, "a", "User:alice");
    assertEquals(2, tester.call(new CreateAcls(List.of(acl, acl))).size());
    assertEquals(1, tester.image.acls().size());
    assertNull(tester.call(new CreateAcls(List.of(acl))).getFirst());
    assertEquals(1, tester.image.acls().size());
    assertEquals(List.of(), tester.lastRecords);
  }

  @Test
  void whatIsWrongIsNamedAndTheRestIsAdded() {
    List<Acl> wanted =
        List.of(
            acl(ResourceType.TOPIC, "", "User:alice"),
            acl(ResourceType.CLUSTER, "mine", "User:alice"),
            acl(ResourceType.ANY, "a", "User:alice"),
            acl(ResourceType.TOPIC, "a", "alice"),
            new Acl(
                new AclPattern(ResourceType.TOPIC, PatternType.MATCH, "a"),
                "User:alice",
                Acl.ANYWHERE,
                AclOperation.READ,
                AclPermission.ALLOW),
            acl(ResourceType.TOPIC, "a", "User:alice"));
    List<String> messages = new ArrayList<>();
    for (Failure failure : tester.call(new CreateAcls(wanted))) {
      messages.add(String.valueOf(Failure.message(failure)));
    }
    assertEquals(
        List.of(
            "Invalid empty resource name",
            "The only valid name for the CLUSTER resource is kafka-cluster",
            "Invalid resourceType ANY",
            "Could not parse principal from `alice` (no colon is present separating the principal"
                + " type from the principal name)",
            "Invalid patternType MATCH",
            "null"),
        messages);
    assertEquals(1, tester.image.acls().size());
  }

  @Test
  void whatTwoFiltersSelectIsRemovedOnce() {
    tester.call(
        new CreateAcls(
            List.of(
                acl(ResourceType.TOPIC, "a", "User:alice"),
                acl(ResourceType.GROUP, "g", "User:alice"),
                acl(ResourceType.TOPIC, "a", "User:bob"))));
    AclFilter unknown =
        new AclFilter(
            ResourceType.UNKNOWN,
            PatternType.ANY,
            null,
            null,
            null,
            AclOperation.ANY,
            AclPermission.ANY);
    List<DeleteAcls.Outcome> outcomes =
        tester.call(new DeleteAcls(List.of(of("User:alice"), of(null), unknown)));
    assertEquals(2, outcomes.get(0).selected().size());
    assertEquals(3, outcomes.get(1).selected().size());
    assertEquals(
        "Unknown patternFilter.", Objects.requireNonNull(outcomes.get(2).failure()).message());
    assertEquals(0, tester.image.acls().size());
    assertEquals(3, tester.lastRecords.size());
  }

  @Test
  void oneRequestRemovesSoManyAndNoMore() {
    for (int round = 0; round < 3; round++) {
      List<Acl> many = new ArrayList<>();
      for (int i = 0; i < 5_000; i++) {
        many.add(acl(ResourceType.TOPIC, "t" + round + "-" + i, "User:alice"));
      }
      tester.call(new CreateAcls(many));
    }
    DeleteAcls.Outcome outcome = tester.call(new DeleteAcls(List.of(of(null)))).getFirst();
    assertEquals(
        "Cannot remove more than 10000 acls in a single delete operation.",
        Failure.message(outcome.failure()));
    assertEquals(15_000, tester.image.acls().size());
  }
}
