package io.tidepost.broker.option;

import io.tidepost.base.option.Check;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Scope;

/// Remote storage: closed segments in an object store (KIP-405).
public final class RemoteStorageOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP = new OptionGroup("Remote storage", Scope.READ_ONLY);

  static {
    GROUP
        .ofBoolean("remote.log.storage.system.enable", false)
        .refused(Reasons.NO_REMOTE_STORAGE)
        .says("Whether topics may keep closed segments in remote storage.");
    GROUP
        .ofString("remote.log.storage.manager.class.name", null)
        .where(new Check.NotEmpty())
        .noEffect(Reasons.NO_REMOTE_STORAGE)
        .says("Class that stores segments.");
    GROUP
        .ofString("remote.log.storage.manager.class.path", null)
        .noEffect(Reasons.NO_REMOTE_STORAGE)
        .says("Class path of that class.");
    GROUP
        .ofString("remote.log.storage.manager.impl.prefix", "rsm.config.")
        .where(new Check.NotEmpty())
        .noEffect(Reasons.NO_REMOTE_STORAGE)
        .says("Beginning of the names of options passed to that class.");
    GROUP
        .ofString(
            "remote.log.metadata.manager.class.name",
            "org.apache.kafka.server.log.remote.metadata.storage.TopicBasedRemoteLogMetadataManager")
        .where(new Check.NotEmpty())
        .noEffect(Reasons.NO_REMOTE_STORAGE)
        .says("Class that remembers which segments are stored.");
    GROUP
        .ofString("remote.log.metadata.manager.class.path", null)
        .noEffect(Reasons.NO_REMOTE_STORAGE)
        .says("Class path of that class.");
    GROUP
        .ofString("remote.log.metadata.manager.impl.prefix", "rlmm.config.")
        .where(new Check.NotEmpty())
        .noEffect(Reasons.NO_REMOTE_STORAGE)
        .says("Beginning of the names of options passed to that class.");
    GROUP
        .ofString("remote.log.metadata.manager.listener.name", null)
        .where(new Check.NotEmpty())
        .noEffect(Reasons.NO_REMOTE_STORAGE)
        .says("Listener that class connects to.");
    GROUP
        .ofInt("remote.log.metadata.custom.metadata.max.bytes", 128)
        .atLeast(0)
        .noEffect(Reasons.NO_REMOTE_STORAGE)
        .says("Most bytes the storage may attach to a segment.");
    GROUP
        .ofLong("remote.log.index.file.cache.total.size.bytes", 1073741824L)
        .atLeast(1)
        .clusterWide()
        .noEffect(Reasons.NO_REMOTE_STORAGE)
        .says("Local disk for indexes of remote segments in bytes.");
    GROUP
        .ofLong("remote.log.index.file.cache.ttl.ms", 900000L)
        .atLeast(-1)
        .internal()
        .noEffect(Reasons.NO_REMOTE_STORAGE)
        .says("How long such an index is kept unused, in milliseconds.");
    GROUP
        .ofInt("remote.log.manager.thread.pool.size", 2)
        .atLeast(1)
        .noEffect(Reasons.NO_REMOTE_STORAGE)
        .says("Threads that watch over remote segments.");
    GROUP
        .ofInt("remote.log.manager.copier.thread.pool.size", 10)
        .atLeast(1)
        .clusterWide()
        .noEffect(Reasons.NO_REMOTE_STORAGE)
        .says("Threads that copy segments.");
    GROUP
        .ofInt("remote.log.manager.expiration.thread.pool.size", 10)
        .atLeast(1)
        .clusterWide()
        .noEffect(Reasons.NO_REMOTE_STORAGE)
        .says("Threads that delete expired remote segments.");
    GROUP
        .ofInt("remote.log.manager.follower.thread.pool.size", 2)
        .atLeast(1)
        .clusterWide()
        .noEffect(Reasons.NO_REMOTE_STORAGE)
        .says("Threads of followers.");
    GROUP
        .ofLong("remote.log.manager.task.interval.ms", 30000L)
        .atLeast(1)
        .noEffect(Reasons.NO_REMOTE_STORAGE)
        .says("How often segments to copy or delete are looked for, in milliseconds.");
    GROUP
        .ofLong("remote.log.manager.task.retry.backoff.ms", 500L)
        .atLeast(1)
        .internal()
        .noEffect(Reasons.NO_REMOTE_STORAGE)
        .says("Pause before such a job is tried again, in milliseconds.");
    GROUP
        .ofLong("remote.log.manager.task.retry.backoff.max.ms", 30000L)
        .atLeast(1)
        .internal()
        .noEffect(Reasons.NO_REMOTE_STORAGE)
        .says("Longest pause between tries, in milliseconds.");
    GROUP
        .ofDouble("remote.log.manager.task.retry.jitter", 0.2)
        .between(0, 0.5)
        .internal()
        .noEffect(Reasons.NO_REMOTE_STORAGE)
        .says("Random share added to that pause.");
    GROUP
        .ofLong("remote.log.manager.copy.max.bytes.per.second", Long.MAX_VALUE)
        .atLeast(1)
        .clusterWide()
        .noEffect(Reasons.NO_REMOTE_STORAGE)
        .says("Bytes copied to remote storage per second.");
    GROUP
        .ofInt("remote.log.manager.copy.quota.window.num", 11)
        .atLeast(1)
        .noEffect(Reasons.NO_REMOTE_STORAGE)
        .says("Windows kept for that rate.");
    GROUP
        .ofInt("remote.log.manager.copy.quota.window.size.seconds", 1)
        .atLeast(1)
        .noEffect(Reasons.NO_REMOTE_STORAGE)
        .says("Length of each window, in seconds.");
    GROUP
        .ofLong("remote.log.manager.fetch.max.bytes.per.second", Long.MAX_VALUE)
        .atLeast(1)
        .clusterWide()
        .noEffect(Reasons.NO_REMOTE_STORAGE)
        .says("Bytes read from remote storage per second.");
    GROUP
        .ofInt("remote.log.manager.fetch.quota.window.num", 11)
        .atLeast(1)
        .noEffect(Reasons.NO_REMOTE_STORAGE)
        .says("Windows kept for that rate.");
    GROUP
        .ofInt("remote.log.manager.fetch.quota.window.size.seconds", 1)
        .atLeast(1)
        .noEffect(Reasons.NO_REMOTE_STORAGE)
        .says("Length of each window, in seconds.");
    GROUP
        .ofInt("remote.log.reader.threads", 10)
        .atLeast(1)
        .clusterWide()
        .noEffect(Reasons.NO_REMOTE_STORAGE)
        .says("Threads that read remote segments.");
    GROUP
        .ofInt("remote.log.reader.max.pending.tasks", 100)
        .atLeast(1)
        .noEffect(Reasons.NO_REMOTE_STORAGE)
        .says("Reads that may wait for such a thread.");
    GROUP
        .ofInt("remote.fetch.max.wait.ms", 500)
        .atLeast(1)
        .clusterWide()
        .noEffect(Reasons.NO_REMOTE_STORAGE)
        .says("How long a fetch waits for remote storage, in milliseconds.");
    GROUP
        .ofLong("remote.list.offsets.request.timeout.ms", 30000L)
        .atLeast(1)
        .clusterWide()
        .noEffect(Reasons.NO_REMOTE_STORAGE)
        .says("How long a lookup by timestamp waits for remote storage, in milliseconds.");
  }

  private RemoteStorageOptions() {}
}
