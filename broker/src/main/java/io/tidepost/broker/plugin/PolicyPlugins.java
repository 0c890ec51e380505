package io.tidepost.broker.plugin;

import io.tidepost.broker.Log;
import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.controller.ControllerPolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.server.policy.AlterConfigPolicy;
import org.apache.kafka.server.policy.CreateTopicPolicy;
import org.jspecify.annotations.Nullable;

/// The operator's policies behind the controller's seam (KIP-108, KIP-133). Called on the metadata
/// loop. A policy that fails in another way than by saying no has not said yes either.
public final class PolicyPlugins implements ControllerPolicy {

  private static final Log LOG = Log.of(PolicyPlugins.class);

  private final @Nullable CreateTopicPolicy creation;
  private final @Nullable AlterConfigPolicy configs;

  private PolicyPlugins(@Nullable CreateTopicPolicy creation, @Nullable AlterConfigPolicy configs) {
    this.creation = creation;
    this.configs = configs;
  }

  /// @param creation class of the policy for new topics, if any
  /// @param configs class of the policy for configurations, if any
  /// @param originals everything in the configuration, as it was written
  /// @throws IllegalArgumentException with one sentence that names the option
  public static PolicyPlugins of(
      @Nullable String creation, @Nullable String configs, Map<String, String> originals) {
    return new PolicyPlugins(
        creation == null
            ? null
            : Plugins.make(
                "create.topic.policy.class.name", creation, CreateTopicPolicy.class, originals),
        configs == null
            ? null
            : Plugins.make(
                "alter.config.policy.class.name", configs, AlterConfigPolicy.class, originals));
  }

  @Override
  @SuppressWarnings("NullAway") // Kafka's contract hands null for what is not given
  public @Nullable String checkCreation(
      String topic,
      @Nullable Integer partitions,
      @Nullable Short replicationFactor,
      @Nullable Map<Integer, List<Integer>> assignments,
      Map<String, String> settings) {
    CreateTopicPolicy policy = creation;
    return policy == null
        ? null
        : verdict(
            policy,
            () ->
                policy.validate(
                    new CreateTopicPolicy.RequestMetadata(
                        topic, partitions, replicationFactor, assignments, settings)));
  }

  @Override
  public @Nullable String checkConfigs(
      ConfigResource resource, Map<String, @Nullable String> altered) {
    AlterConfigPolicy policy = configs;
    return policy == null
        ? null
        : verdict(
            policy,
            () ->
                policy.validate(
                    new AlterConfigPolicy.RequestMetadata(
                        kafka(resource), new HashMap<>(altered))));
  }

  private static @Nullable String verdict(Object policy, Runnable validation) {
    try {
      validation.run();
      return null;
    } catch (PolicyViolationException e) {
      return String.valueOf(e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("the policy {} failed", policy.getClass().getName(), e);
      return "The policy could not be asked: " + e.getMessage();
    }
  }

  private static org.apache.kafka.common.config.ConfigResource kafka(ConfigResource resource) {
    return new org.apache.kafka.common.config.ConfigResource(
        org.apache.kafka.common.config.ConfigResource.Type.forId(resource.type().code()),
        resource.name());
  }

  @Override
  public void close() {
    close(creation);
    close(configs);
  }

  private static void close(@Nullable AutoCloseable policy) {
    if (policy != null) {
      try {
        policy.close();
      } catch (Exception e) {
        LOG.warn("the policy {} could not be closed: {}", policy.getClass().getName(), e);
      }
    }
  }
}
