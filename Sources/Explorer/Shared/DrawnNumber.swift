extension Int {
  /// A number for drawing, whatever it is: what is no number becomes 0, what is too large a large one.
  ///
  /// Numbers come from databases that anybody may have made, and `Int(_:)` ends the program where one does not fit.
  init(drawn value: some BinaryFloatingPoint) {
    let value = Double(value)
    self = value.isNaN ? 0 : Int(Swift.max(-1e15, Swift.min(1e15, value)))
  }
}
