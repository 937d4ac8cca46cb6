package import Testing

/// What a suite needs beyond this process. `make quick` leaves these suites out, so that the loop after a change is short.
extension Tag {
  /// It starts the built program or another.
  @Tag package static var program: Self
  /// It draws on a terminal that the kernel or tmux holds.
  @Tag package static var terminal: Self
  /// Suites that try so much that they take a minute or more.
  @Tag package static var long: Self
}
