package io.tidepost.console.fact;

import java.util.List;

/// How fast do the disks fill up?
public record DisksFact() implements Fact<DisksFact.Answer> {

  public record Answer(List<NodeFacts.Disk> disks) {}

  @Override
  public Class<Answer> answer() {
    return Answer.class;
  }

  @Override
  public Answer of(NodeFacts node) {
    return new Answer(node.disks());
  }
}
