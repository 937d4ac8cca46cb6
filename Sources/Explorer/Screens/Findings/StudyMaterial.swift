internal import Findings
internal import Synchronization

/// All that studies of one run are made from, read once.
struct StudyMaterial: Sendable {
  /// Questions of the catalog that are scored against every passage.
  var rows: [Int]
  var input: StudyInput
  var scores: ScoreTable
}

/// Keeps the material between studies, which differ in what of it they take.
final class StudyCache: Sendable {
  private let kept = Mutex<StudyMaterial?>(nil)

  func clear() { kept.withLock { $0 = nil } }

  var material: StudyMaterial? { kept.withLock { $0 } }

  func keep(_ material: StudyMaterial) { kept.withLock { $0 = material } }
}
