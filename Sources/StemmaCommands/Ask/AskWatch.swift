import Foundation
import Store
import Synchronization

/// Shows the answer to a question as it is written, and the approximate list as soon as it is there.
final class AskWatch: Sendable {
  private struct Shown {
    /// Characters of the answer.
    var answer = 0
    var hasList = false
  }

  private let store: Store
  private let job: Int64
  /// nil shows nothing.
  private let report: AskReport?
  private let isFinished = Mutex(false)
  private let shown = Mutex(Shown())
  private let thread = DispatchGroup()

  init(store: Store, job: Int64, report: AskReport?) {
    self.store = store
    self.job = job
    self.report = report
    guard report != nil else { return }
    DispatchQueue(label: "ask").async(group: thread) { [self] in
      while !isFinished.withLock({ $0 }) {
        look()
        Thread.sleep(forTimeInterval: 0.03)
      }
      look()
    }
  }

  /// Shows what has not been shown.
  func finish() {
    isFinished.withLock { $0 = true }
    thread.wait()
  }

  private func look() {
    guard let ask = try? store.ask(job: job) else { return }
    shown.withLock { shown in
      let text = Output.clean(ask.answer)
      if text.count > shown.answer {
        print(text.dropFirst(shown.answer), terminator: "")
        fflush(nil)
        shown.answer = text.count
      }
      guard !shown.hasList, ask.progress.coarseAfter != nil else { return }
      shown.hasList = true
      if !text.hasSuffix("\n") { print() }
      try? report?.printCoarse()
      fflush(nil)
    }
  }
}
