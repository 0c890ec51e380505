package io.tidepost.compat.support;

import static org.junit.platform.commons.support.AnnotationSupport.findAnnotation;

import io.tidepost.compat.server.ServerUnderTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Leaves a test, or a class of them, out where the shared server is a cluster, because what it
/// asks has no meaning with several nodes, or another answer.
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OneNode.Condition.class)
public @interface OneNode {
  /// Why.
  String value();

  /// What JUnit asks.
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      String reason =
          findAnnotation(context.getElement(), OneNode.class).map(OneNode::value).orElse("");
      return ServerUnderTest.nodes() > 1 && !reason.isEmpty()
          ? ConditionEvaluationResult.disabled("one node: " + reason)
          : ConditionEvaluationResult.enabled("");
    }
  }
}
