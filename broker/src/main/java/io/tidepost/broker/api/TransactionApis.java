package io.tidepost.broker.api;

/// The APIs of transactions and of idempotent producers.
public final class TransactionApis implements ApiGroup {

  @Override
  public void register(ApiRegistry registry) {
    registry.serve(22, 0, 5, context -> new InitProducerIdHandler(context));
    registry.serve(24, 0, 5, context -> new AddPartitionsToTxnHandler(context));
    registry.serve(25, 0, 4, context -> new AddOffsetsToTxnHandler(context));
    registry.serve(26, 0, 5, context -> new EndTxnHandler(context));
    registry.serve(27, 1, 2, context -> new WriteTxnMarkersHandler(context));
    registry.serve(28, 0, 6, context -> new TxnOffsetCommitHandler(context));
    registry.serve(65, 0, 0, context -> new DescribeTransactionsHandler(context));
    registry.serve(66, 0, 2, context -> new ListTransactionsHandler(context));
  }
}
