// The tests of StemmaCommands.
