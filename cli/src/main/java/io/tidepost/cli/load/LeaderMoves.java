package io.tidepost.cli.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;

/// Each partition's next replica leads, then the one after it.
record LeaderMoves(ReplicaPlan plan) implements Fault {

  @Override
  public String name() {
    return "leaders";
  }

  @Override
  public void begin() throws InterruptedException, ExecutionException {
    plan.reassign((_, replicas) -> rotated(replicas));
    plan.electPreferred();
  }

  @Override
  public void end() throws InterruptedException, ExecutionException {
    begin();
  }

  static List<Integer> rotated(List<Integer> replicas) {
    List<Integer> next = new ArrayList<>(replicas);
    Collections.rotate(next, -1);
    return next;
  }
}
