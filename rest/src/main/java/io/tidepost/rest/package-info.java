/// Topics over plain HTTP: the interface of the REST proxy's version 2, and URLs to post records
/// to.
@NullMarked
package io.tidepost.rest;

import org.jspecify.annotations.NullMarked;
