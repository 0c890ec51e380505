package io.tidepost.sim.cluster;

import io.tidepost.log.AppendOrigin;
import io.tidepost.log.LogWork;
import io.tidepost.replica.FetchedRecords;
import io.tidepost.replica.FollowerFetch;
import io.tidepost.replica.FollowerReader;
import io.tidepost.replica.ListedOffset;
import io.tidepost.replica.PartitionLeader;
import io.tidepost.replica.PartitionRead;
import io.tidepost.replica.PartitionReader;
import io.tidepost.replica.PartitionReplica;
import io.tidepost.sim.world.SeededRandomness;
import io.tidepost.sim.world.SimulatedCrash;
import io.tidepost.sim.world.SimulatedDisk;
import io.tidepost.sim.world.Survival;
import io.tidepost.sim.world.Trace;
import io.tidepost.wire.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A machine with a disk, and on it the process of a broker, which may not be running. What reaches
/// it is done at once, or when its process goes on after a pause.
final class BrokerNode {

  private static final long HEARTBEAT_MILLIS = 200;
  private static final long WAIT_MILLIS = 150;
  private static final int FETCH_BYTES = 4_000;
  private static final long PRODUCE_TIMEOUT_MILLIS = 500;

  /// @param error or none
  /// @param records whole batches, some possibly before the offset asked for
  record Read(ErrorCode error, long logStartOffset, ByteBuffer records) {}

  /// Told once what became of a produce request.
  interface Produced {
    void done(ErrorCode error, long baseOffset, boolean inNewestEpoch);
  }

  private final ClusterSimulation cluster;
  private final SeededRandomness random;
  private final int id;
  private final SimulatedDisk disk;
  private final Trace trace;
  private final List<Runnable> waitingFetches = new ArrayList<>();
  private @Nullable BrokerProcess process;
  private @Nullable ClusterImage image;
  private int life;
  private long pausedUntil;
  private long brokerEpoch = -1;
  private boolean beating;
  private int syncMillis;

  BrokerNode(
      ClusterSimulation cluster, SeededRandomness random, int id, SimulatedDisk disk, Trace trace) {
    this.cluster = cluster;
    this.random = random;
    this.id = id;
    this.disk = disk;
    this.trace = trace;
    this.syncMillis = cluster.plan().syncMillis();
  }

  int id() {
    return id;
  }

  SimulatedDisk disk() {
    return disk;
  }

  ClusterSimulation cluster() {
    return cluster;
  }

  SeededRandomness random() {
    return random;
  }

  boolean isUp() {
    return process != null;
  }

  long brokerEpoch() {
    return brokerEpoch;
  }

  @Nullable ClusterImage image() {
    return image;
  }

  int syncMillis() {
    return syncMillis;
  }

  void syncMillis(int millis) {
    syncMillis = millis;
  }

  // ---- time

  /// Something arrives. Nobody is there when the process is not running.
  void receive(Runnable task) {
    run(life, task);
  }

  /// Does something in a while, if the process still runs then.
  void later(long millis, Runnable task) {
    int of = life;
    cluster.events().after(millis, () -> run(of, task));
  }

  private void run(int of, Runnable task) {
    if (of != life || process == null) {
      return;
    }
    long now = cluster.events().now();
    if (now < pausedUntil) {
      cluster.events().after(pausedUntil - now, () -> run(of, task));
      return;
    }
    try {
      task.run();
      BrokerProcess running = process;
      if (running != null) {
        running.endTurn();
      }
    } catch (SimulatedCrash crash) {
      trace.add(now + " broker " + id + ": " + crash.getMessage());
      if (cluster.plan().powerLoss() && random.chance(50)) {
        losePower();
      } else {
        kill();
      }
      cluster.restartSoon(this);
    }
  }

  void pause(long millis) {
    pausedUntil = Math.max(pausedUntil, cluster.events().now() + millis);
  }

  void wake() {
    pausedUntil = 0;
  }

  // ---- lives

  void start() {
    if (process != null) {
      return;
    }
    trace.add(cluster.events().now() + " broker " + id + " starts");
    life++;
    pausedUntil = 0;
    brokerEpoch = -1;
    beating = false;
    image = null;
    waitingFetches.clear();
    try {
      process = new BrokerProcess(this, trace);
      run(life, () -> requireProcess().open());
    } catch (IOException e) {
      throw new IllegalStateException("broker " + id + " does not start", e);
    }
  }

  void kill() {
    process = null;
    life++;
    disk.faults().neverCrash();
    disk.killProcess();
  }

  void losePower() {
    process = null;
    life++;
    disk.faults().neverCrash();
    disk.losePower(Survival.any(random));
  }

  /// Whether a process is not the present one any more: answers to it arrive at nobody.
  boolean isGone(BrokerProcess other) {
    return process != other;
  }

  BrokerProcess requireProcess() {
    BrokerProcess running = process;
    if (running == null) {
      throw new IllegalStateException("broker " + id + " is not running");
    }
    return running;
  }

  // ---- controller

  private void toController(String what, Runnable delivery) {
    cluster.network().send(id, ModelController.ID, what, delivery);
  }

  private void fromController(String what, Runnable delivery) {
    int of = life;
    cluster.network().send(ModelController.ID, id, what, () -> run(of, delivery));
  }

  /// The process is ready for a role.
  void register() {
    if (brokerEpoch >= 0) {
      return;
    }
    int of = life;
    toController(
        "register",
        () -> {
          if (of == life) {
            cluster
                .controller()
                .register(id, epoch -> fromController("epoch", () -> registered(epoch)));
          }
        });
    later(300, this::register);
  }

  private void registered(long epoch) {
    // An answer to an earlier attempt is void: the controller knows the last one.
    if (epoch > brokerEpoch) {
      brokerEpoch = epoch;
      if (!beating) {
        beating = true;
        heartbeat();
      }
    }
  }

  private void heartbeat() {
    long epoch = brokerEpoch;
    ClusterImage known = image;
    long version = known == null ? -1 : known.version();
    toController(
        "heartbeat",
        () ->
            cluster
                .controller()
                .heartbeat(
                    id,
                    epoch,
                    version,
                    error ->
                        fromController(
                            "beat " + error,
                            () -> {
                              if (error != ErrorCode.NONE && epoch == brokerEpoch) {
                                trace.add("broker " + id + " has to register again");
                                brokerEpoch = -1;
                                register();
                              }
                            })));
    // What was lost on the way comes with the next one.
    toController(
        "metadata",
        () -> {
          ClusterImage newest = cluster.controller().image();
          fromController("image " + newest.version(), () -> learn(newest));
        });
    later(HEARTBEAT_MILLIS, this::heartbeat);
  }

  /// Metadata came.
  void learn(ClusterImage newer) {
    ClusterImage known = image;
    ClusterImage.Registration own = newer.brokers().get(id);
    if (cluster.keeps(Rule.OWN_REGISTRATION_FIRST) && (own == null || own.epoch() != brokerEpoch)) {
      return;
    }
    if (brokerEpoch < 0 || (known != null && newer.version() <= known.version())) {
      return;
    }
    image = newer;
    requireProcess().obey(newer);
  }

  // ---- clients

  /// Takes a batch for all replicas.
  void produce(ByteBuffer batch, Produced reply) {
    PartitionLeader leader = requireProcess().leader();
    if (leader == null) {
      reply.done(ErrorCode.NOT_LEADER_OR_FOLLOWER, -1, false);
      return;
    }
    cluster.history().acts(leader.leaderEpoch(), id);
    long now = monotonicMillis();
    leader.append(
        batch,
        AppendOrigin.CLIENT,
        PartitionLeader.ACKS_ALL,
        now + PRODUCE_TIMEOUT_MILLIS,
        cluster.wallMillis(),
        (error, result, message) -> {
          trace.add(
              "broker %d produce: %s at %d%s"
                  .formatted(
                      id, error, result.baseOffset(), message == null ? "" : ", " + message));
          reply.done(error, result.baseOffset(), leadsNewestEpoch());
        });
  }

  boolean leadsNewestEpoch() {
    BrokerProcess running = process;
    PartitionLeader leader = running == null ? null : running.leader();
    ClusterImage newest = cluster.controller().image();
    return leader != null
        && newest.leader() == id
        && newest.leadership().leaderEpoch() == leader.leaderEpoch();
  }

  /// Reads as a consumer does.
  void read(long offset, Consumer<Read> reply) {
    PartitionReplica replica = requireProcess().replica();
    if (replica == null) {
      reply.accept(new Read(ErrorCode.NOT_LEADER_OR_FOLLOWER, -1, ByteBuffer.allocate(0)));
      return;
    }
    PartitionRead read =
        PartitionReader.read(replica, offset, -1, -1, FETCH_BYTES, true, random.chance(50));
    LogWork work = read.work();
    if (work != null) {
      requireProcess().run(work, () -> read(offset, reply));
      return;
    }
    reply.accept(new Read(read.error(), read.logStartOffset(), bytes(read)));
  }

  private static ByteBuffer bytes(PartitionRead read) {
    try {
      return Records.bytes(read.records());
    } catch (IOException e) {
      throw new IllegalStateException("a read failed", e);
    }
  }

  interface End {
    /// @param offset -1 when it is not known
    void is(int leaderEpoch, long offset);
  }

  /// Says where the partition ends.
  void list(End reply) {
    PartitionLeader leader = requireProcess().leader();
    if (leader == null) {
      reply.is(-1, -1);
      return;
    }
    try {
      ListedOffset end = PartitionReader.list(leader, PartitionReader.LATEST, -1, false);
      if (end.error() == ErrorCode.NONE) {
        cluster.history().ends(end.leaderEpoch(), end.offset());
      }
      reply.is(end.leaderEpoch(), end.error() == ErrorCode.NONE ? end.offset() : -1);
    } catch (IOException e) {
      throw new IllegalStateException("a search failed", e);
    }
  }

  long monotonicMillis() {
    return 1_000_000L * id + cluster.events().now();
  }

  // ---- followers

  /// A follower fetches.
  void fetch(FollowerFetch fetch, Consumer<FetchedRecords> reply) {
    fetch(fetch, reply, false);
  }

  private void fetch(FollowerFetch fetch, Consumer<FetchedRecords> reply, boolean waited) {
    PartitionLeader leader = requireProcess().leader();
    if (leader == null) {
      reply.accept(answer(PartitionRead.failed(ErrorCode.NOT_LEADER_OR_FOLLOWER, null)));
      return;
    }
    PartitionRead read = FollowerReader.read(leader, fetch, FETCH_BYTES, true, monotonicMillis());
    LogWork work = read.work();
    if (work != null) {
      requireProcess().run(work, () -> fetch(fetch, reply, waited));
      return;
    }
    boolean nothing =
        read.error() == ErrorCode.NONE && read.records() == null && read.diverging() == null;
    if (!nothing || waited) {
      reply.accept(answer(read));
      return;
    }
    Runnable again =
        new Runnable() {
          private boolean done;

          @Override
          public void run() {
            if (!done) {
              done = true;
              waitingFetches.remove(this);
              fetch(fetch, reply, true);
            }
          }
        };
    waitingFetches.add(again);
    later(WAIT_MILLIS, again);
  }

  private static FetchedRecords answer(PartitionRead read) {
    return new FetchedRecords(
        read.error(), read.highWatermark(), read.logStartOffset(), read.diverging(), bytes(read));
  }

  /// Records came: whoever waits gets them.
  void wakeFetches() {
    List<Runnable> waiting = List.copyOf(waitingFetches);
    waiting.forEach(fetch -> later(0, fetch));
  }

  @Override
  public String toString() {
    BrokerProcess running = process;
    return "broker %d epoch %d, %s, knows %s"
        .formatted(id, brokerEpoch, running == null ? "down" : running, image);
  }
}
