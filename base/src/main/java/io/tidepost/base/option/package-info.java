/// What can be configured: an option is declared once, in one expression, and parsing, validation,
/// `DescribeConfigs`, the reference page and the CLI's help are all read from that declaration.
@NullMarked
package io.tidepost.base.option;

import org.jspecify.annotations.NullMarked;
