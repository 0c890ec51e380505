package io.tidepost.broker.api.controller;

import io.tidepost.broker.api.Reply;
import io.tidepost.broker.question.NodeQuestions;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.NodeQuestionRequest;
import io.tidepost.wire.message.NodeQuestionResponse;
import org.jspecify.annotations.Nullable;

/// NodeQuestion (10000), Tidepost's own: another broker asks what only this node knows.
final class NodeQuestionHandler extends NodeApiHandler<NodeQuestionRequest, NodeQuestionResponse> {

  NodeQuestionHandler(BrokerContext context) {
    super(context);
  }

  @Override
  public NodeQuestionRequest read(WireReader in, short version) {
    return NodeQuestionRequest.read(in, version);
  }

  @Override
  public void serve(NodeQuestionRequest request, Reply<NodeQuestionResponse> reply) {
    context.questions().answer(request, reply::send);
  }

  @Override
  public boolean exemptFromQuotas(NodeQuestionRequest request) {
    return true;
  }

  @Override
  public NodeQuestionResponse error(
      NodeQuestionRequest request, short version, ErrorCode error, @Nullable String message) {
    return NodeQuestions.refusal(error, message == null ? error.message() : message);
  }
}
