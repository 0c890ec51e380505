package io.tidepost.test;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// A [Tidepost] for JUnit. In a static field it lives as long as the tests of the class, in an
/// instance field as long as each test:
///
/// ```java
/// @RegisterExtension
/// static final TidepostExtension kafka =
///     TidepostExtension.builder().nodes(3).topic("orders", 4).build();
/// ```
///
/// Tests get at it by [#cluster()] or by a parameter of type [Tidepost].
public final class TidepostExtension
    implements BeforeAllCallback,
        AfterAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        ParameterResolver {

  private final Builder settings;
  private @Nullable Tidepost cluster;

  /// How many classes, each nested in the one before, share it; 0 when it is of one test.
  private int classes;

  private TidepostExtension(Builder settings) {
    this.settings = settings;
  }

  /// How to get one.
  public static final class Builder extends ClusterSettings<Builder> {

    private Builder() {}

    @Override
    Builder self() {
      return this;
    }

    /// It starts when JUnit says so.
    public TidepostExtension build() {
      return new TidepostExtension(this);
    }
  }

  /// One broker or several, with topics.
  public static Builder builder() {
    return new Builder();
  }

  /// The brokers.
  ///
  /// @throws IllegalStateException outside of tests
  public Tidepost cluster() {
    Tidepost running = cluster;
    if (running == null) {
      throw new IllegalStateException("the brokers run from before the tests to after them only");
    }
    return running;
  }

  /// For `bootstrap.servers`, as [Tidepost#bootstrapServers()].
  public String bootstrapServers() {
    return cluster().bootstrapServers();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (classes++ == 0) {
      cluster = settings.launch();
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (classes == 0) {
      cluster = settings.launch();
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (classes == 0) {
      end();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (--classes == 0) {
      end();
    }
  }

  private void end() {
    Tidepost running = cluster;
    cluster = null;
    if (running != null) {
      running.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Tidepost.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return cluster();
  }
}
