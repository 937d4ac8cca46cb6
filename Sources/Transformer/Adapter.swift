import Foundation
import Safetensors

/// A LoRA adapter as `peft` saves it, which is merged into its base while that is loaded.
///
/// `W + scale · B A` (Hu et al. 2021), with the scale α/r, or α/√r for rsLoRA (Kalajdzievski 2023).
struct Adapter: Sendable {
  /// What an adapter does to one parameter.
  enum Change: Sendable {
    /// Names of A `[rank × dIn]` and B `[dOut × rank]`.
    case product(a: String, b: String, scale: Float)
    /// An embedding's: `(B A)ᵀ` is added, A `[rank × vocabulary]` and B `[width × rank]`.
    case embedding(a: String, b: String, scale: Float)
    /// A tensor in the place of the base's.
    case whole(String)
  }

  let directory: String
  private let file: SafetensorsFile

  static let configurationFile = "adapter_config.json"
  static let weightsFile = "adapter_model.safetensors"

  /// - Throws: `ModelError` that names what is not supported, or `SafetensorsError`.
  init(directory: String) throws {
    self.directory = directory
    _ = try AdapterSettings(directory: directory)
    let path = directory + "/" + Self.weightsFile
    guard FileManager.default.fileExists(atPath: path) else {
      let other = directory + "/adapter_model.bin"
      throw ModelError(
        path: directory,
        problem: FileManager.default.fileExists(atPath: other)
          ? "holds adapter_model.bin, which Stemma does not read; \(AdapterSettings.merge)"
          : "lacks \(Self.weightsFile), which \(Self.configurationFile) is of")
    }
    file = try SafetensorsFile(path: path)
  }

  /// What the adapter changes, by its parameters' names in the base.
  /// - Parameter own: the base's name of what the adapter calls so; nil where there is none.
  /// - Throws: `ModelError` naming a tensor that has no place or no counterpart.
  func changes(_ own: (String) -> String?) throws -> [String: Change] {
    let settings = try AdapterSettings(directory: directory)
    var result: [String: Change] = [:]
    var halves: [String: [String: String]] = [:]
    for name in file.tensors.keys.sorted() {
      var plain = name
      for prefix in ["base_model.model.", "base_model."] where plain.hasPrefix(prefix) {
        plain.removeFirst(prefix.count)
        break
      }
      if let match = plain.firstMatch(
        of: /^(.+)\.lora_(embedding_)?([AB])(?:\.[A-Za-z0-9_-]+)??(?:\.weight)?$/)
      {
        let key = String(match.1) + (match.2 == nil ? "" : "\u{0}")
        halves[key, default: [:]][String(match.3)] = name
        continue
      }
      plain = plain.replacing(/\.(modules_to_save(\.[A-Za-z0-9_-]+)??|base_layer)\./, with: ".")
      guard let target = own(plain) else { throw fail("tensor \(name) has no place in its base") }
      result[target] = .whole(name)
    }
    for (key, pair) in halves.sorted(by: { $0.key < $1.key }) {
      let isEmbedding = key.hasSuffix("\u{0}")
      let module = isEmbedding ? String(key.dropLast()) : key
      guard let a = pair["A"], let b = pair["B"] else {
        throw fail("\(module) has lora_\(pair.keys.first ?? "A") but not its other half")
      }
      guard let target = own(module + ".weight") else {
        throw fail("tensor \(a) has no place in its base")
      }
      let rank = file.tensors[a]?.shape.first ?? 0
      let scale = try settings.scale(module, rank: rank)
      result[target] =
        isEmbedding ? .embedding(a: a, b: b, scale: scale) : .product(a: a, b: b, scale: scale)
    }
    guard !result.isEmpty else { throw fail("holds no tensors") }
    return result
  }

  /// Checks what `apply` will read against the parameter that it changes.
  func check(_ change: Change, _ slot: ParameterSlot) throws {
    func shape(_ name: String) -> [Int] { file.tensors[name]?.shape ?? [] }
    let wanted = slot.transposed ? Array(slot.shape.reversed()) : slot.shape
    let fits =
      switch change {
      case .whole(let name): shape(name) == slot.shape
      case .product(let a, let b, _), .embedding(let a, let b, _):
        wanted.count == 2 && shape(a).count == 2 && shape(b).count == 2 && shape(a)[0] > 0
          && shape(b)[1] == shape(a)[0]
          && (change.isEmbedding ? [shape(a)[1], shape(b)[0]] : [shape(b)[0], shape(a)[1]])
            == wanted
      }
    guard fits else {
      throw fail("its tensors for \(slot.name) do not fit the base's shape \(slot.shape)")
    }
  }

  /// Changes a parameter, as the arena holds it.
  /// - Throws: `SafetensorsError`.
  func apply(_ change: Change, _ slot: ParameterSlot, _ values: UnsafeMutableBufferPointer<Float>)
    throws
  {
    switch change {
    case .whole(let name): try file.read(name, into: values)
    case .product(let a, let b, let scale):
      let (left, right) = try (file.floats(b), file.floats(a))
      Self.add(left, right, rank: file.tensors[a]?.shape[0] ?? 0, scale: scale, to: values)
    case .embedding(let a, let b, let scale):
      let shape = file.tensors[a]?.shape ?? [0, 0]
      let width = file.tensors[b]?.shape[0] ?? 0
      let left = Self.transposed(try file.floats(a), rows: shape[0], columns: shape[1])
      let right = Self.transposed(try file.floats(b), rows: width, columns: shape[0])
      Self.add(left, right, rank: shape[0], scale: scale, to: values)
    }
  }

  /// Adds `scale · left · right`, summed in double, `[rows × rank]` by `[rank × columns]`.
  private static func add(
    _ left: [Float], _ right: [Float], rank: Int, scale: Float,
    to values: UnsafeMutableBufferPointer<Float>
  ) {
    let (rows, columns) = (left.count / rank, right.count / rank)
    var sums = [Double](repeating: 0, count: columns)
    for row in 0..<rows {
      for column in 0..<columns { sums[column] = 0 }
      for inner in 0..<rank {
        let factor = Double(left[row * rank + inner])
        for column in 0..<columns {
          sums[column] += factor * Double(right[inner * columns + column])
        }
      }
      for column in 0..<columns {
        let index = row * columns + column
        values[index] = Float(Double(values[index]) + Double(scale) * sums[column])
      }
    }
  }

  private static func transposed(_ values: [Float], rows: Int, columns: Int) -> [Float] {
    var result = [Float](repeating: 0, count: values.count)
    for row in 0..<rows {
      for column in 0..<columns { result[column * rows + row] = values[row * columns + column] }
    }
    return result
  }

  private func fail(_ problem: String) -> ModelError {
    ModelError(path: directory + "/" + Self.weightsFile, problem: problem)
  }
}

extension Adapter.Change {
  var isEmbedding: Bool {
    if case .embedding = self { return true }
    return false
  }

  /// Whether the parameter comes whole from the adapter, so that the base's is not needed.
  var isWhole: Bool {
    if case .whole = self { return true }
    return false
  }
}
