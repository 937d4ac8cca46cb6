internal import Terminal

/// The Jobs screen: which request is selected, and which are listed.
package struct JobsState: ScreenState {
  package var cursor = ListCursor()
  /// Whether requests about token heat are listed that are done.
  var showsEvery = false

  package init() {}
}

extension ExplorerState {
  package var jobs: JobsState {
    get { screens[JobsState.self] }
    _modify { yield &screens[JobsState.self] }
  }
}
