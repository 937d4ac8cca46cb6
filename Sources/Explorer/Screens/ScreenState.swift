/// What one screen alone knows, declared in its folder.
protocol ScreenState: Sendable {
  /// As it is when the program starts.
  init()
}

/// The states of the screens by their types, so that the explorer's state need not name each.
struct ScreenStates: Sendable {
  private var values: [ObjectIdentifier: any ScreenState] = [:]

  subscript<Value: ScreenState>(type: Value.Type) -> Value {
    get { values[ObjectIdentifier(type)] as? Value ?? Value() }
    _modify {
      // Taken out while it changes, so that nothing of it is copied.
      var value = values.removeValue(forKey: ObjectIdentifier(type)) as? Value ?? Value()
      defer { values[ObjectIdentifier(type)] = value }
      yield &value
    }
  }
}
