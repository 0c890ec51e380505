/// What changed between two Protobuf schemas, and whether readers of the one read data of the
/// other.
@NullMarked
package io.tidepost.registry.compatibility.protobuf;

import org.jspecify.annotations.NullMarked;
