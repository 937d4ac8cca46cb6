// The tests of Explorer.
