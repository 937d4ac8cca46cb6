extension QueryService {
  /// What the database says, put right by whoever knows whether an engine lives.
  static func correct(_ status: inout EngineStatus, _ life: EngineLife?) {
    status.isHalted = life == .halted
    switch (life, status.state) {
    case (nil, _): break
    case (.halted?, _):
      status.isServing = false
      if status.state == .running { status.state = .stale }
    case (.alive?, .idle) where status.isServing: break
    case (.alive?, .idle), (.alive?, .stale):
      status.state = .running
      status.failure = nil
      status.isServing = true
    case (.alive?, _): status.isServing = true
    case (.absent?, .running),
      (.absent?, _) where status.isServing:
      // Its last beat is young: it was there a moment ago and has not said that it ends.
      if status.state == .running { status.state = .idle }
      status.isServing = false
      status.failure = "the engine ended without a word; engine.log may say why"
    case (.absent?, .stale): status.state = .idle
    case (.absent?, _): break
    }
  }
}
