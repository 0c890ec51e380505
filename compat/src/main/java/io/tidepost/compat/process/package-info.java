/// Child processes: started with their output in files, waited for, ended by their own process id.
@NullMarked
package io.tidepost.compat.process;

import org.jspecify.annotations.NullMarked;
