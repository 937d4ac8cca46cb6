// The tests of Corpus.
