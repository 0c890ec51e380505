package io.tidepost.coordinator.transaction;

import io.tidepost.base.TopicPartition;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Whether partitions are part of a producer's open transaction. Changes nothing.
public final class VerifyPartitions extends TransactionCommand<Map<TopicPartition, ErrorCode>> {

  private final long producerId;
  private final short producerEpoch;
  private final Set<TopicPartition> partitions;

  public VerifyPartitions(
      String transactionalId,
      long producerId,
      short producerEpoch,
      Set<TopicPartition> partitions,
      Reply<Map<TopicPartition, ErrorCode>> reply) {
    super(transactionalId, reply);
    this.producerId = producerId;
    this.producerEpoch = producerEpoch;
    this.partitions = partitions;
  }

  @Override
  protected Map<TopicPartition, ErrorCode> error(ErrorCode error) {
    Map<TopicPartition, ErrorCode> answer = new LinkedHashMap<>();
    partitions.forEach(partition -> answer.put(partition, error));
    return answer;
  }

  @Override
  public void decide(TransactionCoordinatorShard shard, Turn<TransactionCoordinatorShard> turn) {
    turn.reply(reply, verify(shard));
  }

  private Map<TopicPartition, ErrorCode> verify(TransactionCoordinatorShard shard) {
    TransactionMetadata metadata = shard.find(key());
    if (metadata == null || metadata.producerId() != producerId) {
      return error(ErrorCode.INVALID_PRODUCER_ID_MAPPING);
    }
    if (metadata.producerEpoch() != producerEpoch) {
      return error(ErrorCode.PRODUCER_FENCED);
    }
    if (metadata.state().isPrepared()) {
      return error(ErrorCode.CONCURRENT_TRANSACTIONS);
    }
    Map<TopicPartition, ErrorCode> answer = new LinkedHashMap<>();
    for (TopicPartition partition : partitions) {
      boolean in = metadata.partitions().contains(partition);
      answer.put(partition, in ? ErrorCode.NONE : ErrorCode.TRANSACTION_ABORTABLE);
    }
    return answer;
  }
}
