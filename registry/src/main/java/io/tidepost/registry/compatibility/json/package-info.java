/// What changed between two JSON schemas, and whether readers of the one read data of the other.
@NullMarked
package io.tidepost.registry.compatibility.json;

import org.jspecify.annotations.NullMarked;
