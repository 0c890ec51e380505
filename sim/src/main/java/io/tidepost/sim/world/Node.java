package io.tidepost.sim.world;

/// What a directory entry leads to.
sealed interface Node permits FileNode, DirectoryNode {}
