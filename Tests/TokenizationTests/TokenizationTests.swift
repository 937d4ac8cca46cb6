// The tests of Tokenization.
