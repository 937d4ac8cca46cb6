import Foundation

extension ModelConfiguration {
  /// Reads a rotation in either spelling: `rope_parameters` of `transformers` 5, or `rope_theta` and
  /// `rope_scaling`, which counts where both are there.
  ///
  /// - Parameters:
  ///   - theta: the family's base.
  ///   - thetaKey: where the base stands outside the dictionary.
  ///   - share: the family's share of a head that turns.
  ///   - shareKey: where the share stands outside the dictionary.
  ///   - readsShare: whether the family turns a share at all; others ignore the key.
  ///   - onlyLong: Phi 3, whose scalings all are LongRoPE's and whose trained length stands outside.
  mutating func readRotary(
    _ reader: ConfigurationReader, theta: Double = 10_000, thetaKey: String = "rope_theta",
    share: Double = 1, shareKey: String = "partial_rotary_factor", readsShare: Bool = false,
    interleaved: Bool = false, onlyLong: Bool = false
  ) throws {
    let own = try reader.object("rope_parameters")
    var parameters = own ?? reader.with(values: [:])
    if let scaling = try reader.object("rope_scaling"), !scaling.values.isEmpty {
      parameters = scaling
      if let own, own.values["rope_theta"] != nil, scaling.values["rope_theta"] == nil {
        notes.append(
          "rope_scaling counts and not rope_parameters, as in transformers 5; nor does the base there"
        )
      }
    }
    for type in ["full_attention", "sliding_attention"] where parameters.isGiven(type) {
      throw reader.fail("rope_parameters by layer type are not supported in a \(family) model")
    }
    rotary = try rotation(
      reader, parameters, theta: outside(thetaKey, reader, theta),
      share: outside(shareKey, reader, share), readsShare: readsShare, onlyLong: onlyLong)
    rotary?.interleaved = interleaved
  }

  /// Reads the rotations of layers with and without a window.
  mutating func readRotaryByLayerType(
    _ reader: ConfigurationReader, theta: Double, localTheta: Double, localKey: String?
  ) throws {
    let parameters = try reader.object("rope_parameters")
    var full = try parameters?.object("full_attention")?.values ?? ["rope_type": "default"]
    let sliding = try parameters?.object("sliding_attention") ?? reader.with(values: [:])
    if let scaling = try reader.object("rope_scaling") {
      if let parameters, try parameters.object("full_attention") == nil {
        throw parameters.fail("rope_parameters lacks full_attention, which rope_scaling changes")
      }
      full.merge(scaling.values) { $1 }
    }
    // `truncate` is looked for beside the layer types, where nothing else stands.
    full["truncate"] = nil
    rotary = try rotation(
      reader, reader.with(values: full), theta: outside("rope_theta", reader, theta), share: 1,
      readsShare: false)
    localRotary = try rotation(
      reader, sliding, theta: localKey.map { try outside($0, reader, localTheta) } ?? localTheta,
      share: 1, readsShare: false)
    rotations = windows.map { $0 == nil ? .main : .local }
  }

  /// A number that may stand outside the rotary dictionary; null is no number.
  private func outside(
    _ key: String, _ reader: ConfigurationReader, _ fallback: Double
  ) throws -> Double? {
    reader.isGiven(key) ? try reader.optionalFloat(key).map(Double.init) : fallback
  }

  private func rotation(
    _ reader: ConfigurationReader, _ parameters: ConfigurationReader, theta: Double?,
    share: Double?, readsShare: Bool, onlyLong: Bool = false
  ) throws -> Rotary {
    func inside(_ key: String, or fallback: Double?) throws -> Double {
      let value =
        parameters.isGiven(key) ? try parameters.optionalFloat(key).map(Double.init) : fallback
      guard let value else { throw reader.fail("\(key) is null, but must be a number") }
      return value
    }
    var kind = parameters.string("rope_type") ?? parameters.string("type") ?? "default"
    if onlyLong, kind == "su" || kind == "yarn" { kind = "longrope" }
    if onlyLong, kind != "default", kind != "longrope" {
      throw reader.fail("the rotary scaling \(kind) is not supported in a \(family) model")
    }
    let base = try inside("rope_theta", or: theta)
    let given =
      try readsShare || kind != "default" ? inside("partial_rotary_factor", or: share ?? 1) : 1
    if !readsShare, given != 1 {
      throw reader.fail(
        "partial_rotary_factor \(given) does not go with \(kind) in a \(family) model")
    }
    guard base > 1, given > 0, given <= 1 else {
      throw reader.fail("the rotary settings are out of range (base \(base), share \(given))")
    }
    let turned = Int(Double(headWidth) * given)
    guard turned >= 1, (turned + 1) / 2 * 2 <= headWidth else {
      throw reader.fail("a rotary width of \(turned) does not fit heads of \(headWidth)")
    }
    var rotary = Rotary(share: turned, theta: base)
    // Where it stands outside the dictionary, that place counts.
    let original =
      try reader.optionalCount("original_max_position_embeddings")
      ?? parameters.optionalCount("original_max_position_embeddings") ?? contextLength
    try RotaryScaling(
      parameters: parameters, kind: kind, theta: base, dimension: turned,
      contextLength: contextLength, original: original
    ).apply(to: &rotary)
    return rotary
  }
}

extension ConfigurationReader {
  /// A reader of other values in the same file.
  func with(values: [String: Any]) -> ConfigurationReader {
    ConfigurationReader(path: path, values: values)
  }
}
