// The tests of Influence.
