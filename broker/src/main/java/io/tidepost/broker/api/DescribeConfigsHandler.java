package io.tidepost.broker.api;

import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionSet;
import io.tidepost.base.option.Options;
import io.tidepost.base.option.Origin.Source;
import io.tidepost.broker.option.BrokerOptions;
import io.tidepost.broker.option.ClientMetricsOptions;
import io.tidepost.broker.option.GroupOptions;
import io.tidepost.broker.option.ListenerSettings;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.log.option.TopicOptions;
import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.TopicNames;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.DescribeConfigsRequest;
import io.tidepost.wire.message.DescribeConfigsRequest.DescribeConfigsResource;
import io.tidepost.wire.message.DescribeConfigsResponse;
import io.tidepost.wire.message.DescribeConfigsResponse.DescribeConfigsResourceResult;
import io.tidepost.wire.message.DescribeConfigsResponse.DescribeConfigsResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// DescribeConfigs 1-4: what is set on topics, brokers, loggers, groups and subscriptions to client
/// metrics, where the values come from, and what the options mean.
final class DescribeConfigsHandler
    implements ApiHandler<DescribeConfigsRequest, DescribeConfigsResponse> {

  private static final int DYNAMIC_BROKER_LOGGER = 6;

  private final BrokerContext context;

  DescribeConfigsHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public DescribeConfigsRequest read(WireReader in, short version) {
    return DescribeConfigsRequest.read(in, version);
  }

  @Override
  public boolean pipelined() {
    return true;
  }

  @Override
  public void handle(
      DescribeConfigsRequest request, RequestContext caller, Reply<DescribeConfigsResponse> reply) {
    var entries = new ConfigEntries(request.includeSynonyms, request.includeDocumentation);
    var response = new DescribeConfigsResponse();
    for (DescribeConfigsResource asked : request.resources) {
      response.results.add(describe(asked, caller, entries));
    }
    reply.send(response);
  }

  private DescribeConfigsResult describe(
      DescribeConfigsResource asked, RequestContext caller, ConfigEntries entries) {
    var result = new DescribeConfigsResult();
    result.resourceType = asked.resourceType;
    result.resourceName = asked.resourceName;
    try {
      demand(asked, caller);
      result.configs = configs(asked, entries);
    } catch (ApiException e) {
      result.errorCode = e.error().code();
      result.errorMessage = e.getMessage();
    }
    return result;
  }

  private void demand(DescribeConfigsResource asked, RequestContext caller) {
    ConfigResource resource = ConfigRequests.resource(asked.resourceType, asked.resourceName);
    if (resource != null) {
      Failure failure =
          ConfigRequests.forbidden(
              context.authorizations(), caller, AclOperation.DESCRIBE_CONFIGS, resource);
      if (failure != null) {
        throw new ApiException(failure.error(), failure.message());
      }
    }
  }

  private List<DescribeConfigsResourceResult> configs(
      DescribeConfigsResource asked, ConfigEntries entries) {
    ConfigResource.Type type = ConfigResource.Type.of(asked.resourceType);
    if (type == null) {
      throw invalid("Unexpected resource type UNKNOWN for resource " + asked.resourceName);
    }
    String name = asked.resourceName;
    List<String> keys = asked.configurationKeys;
    Predicate<String> wanted =
        keys == null || keys.isEmpty() ? any -> true : List.copyOf(keys)::contains;
    return switch (type) {
      case TOPIC -> topic(name, entries, wanted);
      case BROKER ->
          name.isEmpty() ? brokerDefaults(entries, wanted) : broker(name, entries, wanted);
      case BROKER_LOGGER -> loggers(name, wanted);
      case GROUP -> group(name, entries, wanted);
      case CLIENT_METRICS -> clientMetrics(name, entries, wanted);
    };
  }

  private List<DescribeConfigsResourceResult> topic(
      String name, ConfigEntries entries, Predicate<String> wanted) {
    String why = TopicNames.whyInvalid(name);
    if (why != null) {
      throw new ApiException(ErrorCode.INVALID_TOPIC_EXCEPTION, why);
    }
    if (context.image().topics().byName(name) == null) {
      throw new ApiException(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "");
    }
    Options values = over(TopicOptions.ALL, Source.TOPIC, ConfigResource.topic(name));
    return all(values, wanted, option -> entries.ofResource(values, option));
  }

  private List<DescribeConfigsResourceResult> group(
      String name, ConfigEntries entries, Predicate<String> wanted) {
    if (name.isEmpty()) {
      throw invalid("Group name must not be empty");
    }
    ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, name);
    Options values = over(GroupOptions.ALL, Source.GROUP, resource);
    return all(values, wanted, option -> entries.ofResource(values, option));
  }

  private Options over(OptionSet set, Source source, ConfigResource resource) {
    return Options.over(
        context.options().current(), set, source, context.image().configs().of(resource));
  }

  private List<DescribeConfigsResourceResult> broker(
      String name, ConfigEntries entries, Predicate<String> wanted) {
    if (brokerId(name) != context.nodeId()) {
      throw invalid(
          "Unexpected broker id, expected "
              + context.nodeId()
              + " or empty string, but received "
              + name);
    }
    Options values = context.options().current();
    List<DescribeConfigsResourceResult> results =
        all(values, wanted, option -> entries.ofBroker(values, option));
    addUnknown(ConfigResource.broker(context.nodeId()), Source.DYNAMIC_BROKER, wanted, results);
    addUnknown(ConfigResource.BROKER_DEFAULT, Source.DYNAMIC_DEFAULT_BROKER, wanted, results);
    return results;
  }

  /// What was set at run time under names that no option has, perhaps for a plugin.
  private void addUnknown(
      ConfigResource resource,
      Source source,
      Predicate<String> wanted,
      List<DescribeConfigsResourceResult> results) {
    context
        .image()
        .configs()
        .of(resource)
        .forEach((name, value) -> {
          boolean there = results.stream().anyMatch(entry -> entry.name.equals(name));
          if (BrokerOptions.ALL.find(name) == null && !there && wanted.test(name)) {
            Option<?> option = ListenerSettings.option(name);
            results.add(
                option == null
                    ? ConfigEntries.unknown(name, source)
                    : ConfigEntries.ofListener(name, option, value, source));
          }
        });
  }

  private List<DescribeConfigsResourceResult> brokerDefaults(
      ConfigEntries entries, Predicate<String> wanted) {
    Map<String, String> stored = context.options().setForAll();
    Options values =
        context.options().startup().with(Source.DYNAMIC_DEFAULT_BROKER, Map.copyOf(stored));
    List<DescribeConfigsResourceResult> results = new ArrayList<>();
    for (String name : stored.keySet()) {
      if (wanted.test(name)) {
        results.add(brokerDefault(name, values, entries));
      }
    }
    return results;
  }

  private static DescribeConfigsResourceResult brokerDefault(
      String name, Options values, ConfigEntries entries) {
    Option<?> option = BrokerOptions.ALL.find(name);
    if (option == null) {
      return ConfigEntries.unknown(name, Source.DYNAMIC_DEFAULT_BROKER);
    }
    DescribeConfigsResourceResult entry = entries.ofBroker(values, option);
    entry.synonyms =
        entry.synonyms.stream()
            .filter(each -> each.source == Source.DYNAMIC_DEFAULT_BROKER.wireCode())
            .toList();
    return entry;
  }

  private List<DescribeConfigsResourceResult> loggers(String name, Predicate<String> wanted) {
    if (name.isEmpty()) {
      throw invalid("Broker id must not be empty");
    }
    if (brokerId(name) != context.nodeId()) {
      throw invalid("Unexpected broker id, expected " + context.nodeId() + " but received " + name);
    }
    return plain(LoggerLevels.levels(), DYNAMIC_BROKER_LOGGER, wanted);
  }

  private List<DescribeConfigsResourceResult> clientMetrics(
      String name, ConfigEntries entries, Predicate<String> wanted) {
    if (name.isEmpty()) {
      throw invalid("Client metrics subscription name must not be empty");
    }
    var resource = new ConfigResource(ConfigResource.Type.CLIENT_METRICS, name);
    Options values = over(ClientMetricsOptions.ALL, Source.CLIENT_METRICS, resource);
    return all(values, wanted, option -> entries.ofResource(values, option));
  }

  private static List<DescribeConfigsResourceResult> plain(
      Map<String, String> values, int source, Predicate<String> wanted) {
    List<DescribeConfigsResourceResult> results = new ArrayList<>();
    values.forEach((name, value) -> {
      if (wanted.test(name)) {
        results.add(ConfigEntries.plain(name, value, source));
      }
    });
    return results;
  }

  private static List<DescribeConfigsResourceResult> all(
      Options values,
      Predicate<String> wanted,
      Function<Option<?>, DescribeConfigsResourceResult> describe) {
    List<DescribeConfigsResourceResult> results = new ArrayList<>();
    for (Option<?> option : values.set().all()) {
      boolean shown = !option.internal() || !values.settings(option.name()).isEmpty();
      if (shown && wanted.test(option.name())) {
        results.add(describe.apply(option));
      }
    }
    return results;
  }

  private static int brokerId(String name) {
    try {
      return Integer.parseInt(name);
    } catch (NumberFormatException e) {
      throw invalid("Broker id must be an integer, but it is: " + name);
    }
  }

  private static ApiException invalid(String message) {
    return new ApiException(ErrorCode.INVALID_REQUEST, message);
  }

  @Override
  public DescribeConfigsResponse error(
      DescribeConfigsRequest request, short version, ErrorCode error, @Nullable String message) {
    var response = new DescribeConfigsResponse();
    for (DescribeConfigsResource asked : request.resources) {
      var result = new DescribeConfigsResult();
      result.resourceType = asked.resourceType;
      result.resourceName = asked.resourceName;
      result.errorCode = error.code();
      result.errorMessage = message;
      response.results.add(result);
    }
    return response;
  }
}
