package io.tidepost.cli.apikey;

import io.tidepost.cli.CommandGroup;
import picocli.CommandLine.Command;

/// `tidepost api-key`.
@Command(
    name = "api-key",
    description = {
      "Hand out keys: each is a SASL user (SCRAM-SHA-256, SCRAM-SHA-512; also PLAIN on a Tidepost)",
      "with access control entries for its role, which 'tidepost acl list' shows."
    },
    footer = {
      "  tidepost api-key create --role read --topic orders",
      "  tidepost api-key list",
      "  tidepost api-key revoke key-4f0c9a2b71d3"
    },
    subcommands = {ApiKeyCreate.class, ApiKeyList.class, ApiKeyRevoke.class})
public final class ApiKeyGroup extends CommandGroup {}
