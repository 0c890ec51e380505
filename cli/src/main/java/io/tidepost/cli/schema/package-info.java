/// `tidepost schema …`: one class per verb; and what `produce` and `consume` need of a schema
/// registry.
@NullMarked
package io.tidepost.cli.schema;

import org.jspecify.annotations.NullMarked;
