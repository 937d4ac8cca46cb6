import Foundation

/// A mean with its 95 % interval, in a column of its own.
package func meanText(_ mean: Double, _ interval: [Double]?) -> String {
  guard let interval else { return String(format: "  %6.3f                 ", mean) }
  return String(format: "  %6.3f [%.3f, %.3f]", mean, interval[0], interval[1])
}
