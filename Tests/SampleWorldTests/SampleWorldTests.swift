// The tests of SampleWorld.
