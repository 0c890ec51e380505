package io.tidepost.registry.decide;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidepost.registry.schema.SchemaReference;
import io.tidepost.registry.schema.SchemaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A schema as a client gives it.
///
/// @param text as it was written
/// @param metadata or `null`
/// @param ruleSet or `null`
public record SchemaRequest(
    SchemaType type,
    String text,
    List<SchemaReference> references,
    @Nullable ObjectNode metadata,
    @Nullable ObjectNode ruleSet) {}
