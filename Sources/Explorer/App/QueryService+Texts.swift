internal import Dispatch
internal import Store
internal import Synchronization
internal import Terminal

/// What reads many texts, and is done beside everything else.
extension QueryService {
  func search(_ effect: Effect) {
    guard !hasStopped, var answering = self.answering else {
      return
    }
    answering.isSought = { [weak self] request in
      guard let self else { return false }
      return sought.withLock { $0 == request } && !hasStopped
    }
    do {
      if let event = try answering.answer(effect) { mailbox.post(event) }
    } catch is CancellationError {
      // Another text is looked for by now.
    } catch let error as StoreError where error.isBusy {
      searches.asyncAfter(deadline: .now() + .seconds(1)) { self.search(effect) }
    } catch {
      mailbox.post(.failed("\(error)"))
    }
  }

  func countWords(_ effect: Effect) {
    guard !hasStopped, var answering = self.answering else {
      return
    }
    do {
      if let event = try answering.answer(effect) { mailbox.post(event) }
    } catch let error as StoreError where error.isBusy {
      words.asyncAfter(deadline: .now() + .seconds(1)) { self.countWords(effect) }
    } catch {
      mailbox.post(.failed("\(error)"))
    }
  }
}
