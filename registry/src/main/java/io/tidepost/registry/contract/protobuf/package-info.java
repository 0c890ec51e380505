/// Protobuf messages under a schema.
@NullMarked
package io.tidepost.registry.contract.protobuf;

import org.jspecify.annotations.NullMarked;
