internal import Foundation

/// A power of a number from 0 to 1.
func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
