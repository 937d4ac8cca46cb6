// The tests of Training.
