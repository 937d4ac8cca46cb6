import SampleWorld

/// One world for every test.
let world = SampleWorld(seed: 1)
