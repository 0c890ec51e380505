package io.tidepost.metadata.balance;

import io.tidepost.metadata.balance.ClusterLoad.BrokerLoad;
import io.tidepost.metadata.balance.ClusterLoad.PartitionLoad;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What every broker would carry after the steps that a plan has so far.
final class Ledger {

  /// A partition with its replicas as they would be.
  static final class Placed {
    final PartitionLoad load;
    List<Integer> replicas;
    int leader;

    Placed(PartitionLoad load) {
      this.load = load;
      this.replicas = load.replicas();
      this.leader = load.leader();
    }
  }

  /// What a broker would carry.
  static final class Account {
    final BrokerLoad broker;
    final boolean mayReceive;
    final Set<Placed> replicas = new HashSet<>();
    long bytes;
    long bytesPerSecond;
    int leaders;

    Account(BrokerLoad broker, boolean mayReceive) {
      this.broker = broker;
      this.mayReceive = mayReceive;
    }

    int id() {
      return broker.id();
    }
  }

  private final TreeMap<Integer, Account> accounts = new TreeMap<>();
  final List<Placed> partitions = new ArrayList<>();
  private final int racks;

  Ledger(ClusterLoad load, Set<Integer> drained) {
    Set<@Nullable String> names = new HashSet<>();
    for (BrokerLoad broker : load.brokers()) {
      boolean mayReceive = broker.isAlive() && !drained.contains(broker.id());
      accounts.put(broker.id(), new Account(broker, mayReceive));
      if (mayReceive) {
        names.add(broker.rack());
      }
    }
    racks = names.size();
    for (PartitionLoad partition : load.partitions()) {
      Placed placed = new Placed(partition);
      partitions.add(placed);
      placed.replicas.forEach(id -> enter(placed, id));
    }
  }

  /// Brokers that may be given replicas, by id.
  List<Account> receivers() {
    return accounts.values().stream().filter(account -> account.mayReceive).toList();
  }

  @Nullable Account find(int brokerId) {
    return accounts.get(brokerId);
  }

  private void enter(Placed placed, int brokerId) {
    Account account = accounts.get(brokerId);
    if (account != null && account.replicas.add(placed)) {
      count(account, placed, 1);
    }
  }

  private void leave(Placed placed, int brokerId) {
    Account account = accounts.get(brokerId);
    if (account != null && account.replicas.remove(placed)) {
      count(account, placed, -1);
    }
  }

  private static void count(Account account, Placed placed, int sign) {
    boolean leads = placed.leader == account.id();
    account.bytes += sign * placed.load.bytes();
    account.bytesPerSecond += sign * traffic(placed, leads);
    account.leaders += leads ? sign : 0;
  }

  /// What a replica costs its broker: what comes in, and what consumers and followers take from a
  /// leader.
  static long traffic(Placed placed, boolean leads) {
    PartitionLoad load = placed.load;
    long followers = placed.replicas.size() - 1L;
    return leads
        ? load.bytesInPerSecond() * (1 + followers) + load.bytesOutPerSecond()
        : load.bytesInPerSecond();
  }

  /// Puts other replicas and another leader in the place of those there are.
  void place(Placed placed, List<Integer> replicas, int leader) {
    placed.replicas.forEach(id -> leave(placed, id));
    placed.replicas = replicas;
    placed.leader = leader;
    replicas.forEach(id -> enter(placed, id));
  }

  /// Whether a replica may go from one broker to another: nowhere twice, and in as many racks as
  /// before.
  boolean mayMove(Placed placed, int from, Account to) {
    if (!to.mayReceive || placed.load.isMoving() || placed.replicas.contains(to.id())) {
      return false;
    }
    List<Integer> after = replaced(placed.replicas, from, to.id());
    return rackCount(after) >= rackCount(placed.replicas);
  }

  /// In how many racks these brokers are; brokers without a rack are in one.
  int rackCount(List<Integer> brokers) {
    Set<String> names = new HashSet<>();
    for (int id : brokers) {
      Account account = accounts.get(id);
      names.add(account == null ? "" : Objects.requireNonNullElse(account.broker.rack(), ""));
    }
    return names.size();
  }

  /// Racks in which a replica may be put.
  int racks() {
    return racks;
  }

  static List<Integer> replaced(List<Integer> replicas, int from, int to) {
    return replicas.stream().map(id -> id == from ? to : id).toList();
  }
}
