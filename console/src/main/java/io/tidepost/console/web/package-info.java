/// How pages are served: who asks, what a browser may do with an answer, and what a request says.
@NullMarked
package io.tidepost.console.web;

import org.jspecify.annotations.NullMarked;
