package io.tidepost.cli.desired;

import java.util.List;

/// The kinds of resources, in the order in which they are made: topics before what is said of them,
/// users before their rules.
final class Sections {

  static final List<Section<?>> ALL =
      List.of(
          new TopicsSection(),
          new SchemasSection(),
          new UsersSection(),
          new AclsSection(),
          new QuotasSection());

  private Sections() {}
}
