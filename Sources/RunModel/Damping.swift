/// What is added to the eigenvalues before they are inverted.
package enum Damping: Sendable, Equatable {
  /// A share of the module's mean eigenvalue.
  case relativeToMean(Double)
  case absolute(Double)
}
