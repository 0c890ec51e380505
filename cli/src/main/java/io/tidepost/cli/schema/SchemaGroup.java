package io.tidepost.cli.schema;

import io.tidepost.cli.CommandGroup;
import picocli.CommandLine.Command;

/// `tidepost schema`.
@Command(
    name = "schema",
    description = "Register, look at, compare and delete schemas in a schema registry.",
    footer = {
      "  tidepost schema register orders-value order.avsc",
      "  tidepost schema check orders-value order-v2.avsc",
      "  tidepost schema who-uses orders-value"
    },
    subcommands = {
      SchemaSubjects.class,
      SchemaRegister.class,
      SchemaGet.class,
      SchemaCheck.class,
      SchemaDelete.class,
      SchemaConfig.class,
      SchemaMode.class,
      SchemaWhoUses.class
    })
public final class SchemaGroup extends CommandGroup {}
