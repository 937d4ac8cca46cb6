import CKernels

/// The upper triangle of a symmetric float64 matrix as square tiles, each in one piece.
///
/// A tile is small enough to stay in a core's cache while all tokens of a pack are added to it, so that the sums
/// go through memory once a pack and not once in a few tokens; and the lower triangle takes no memory.
package struct TriangleTiles: Sendable {
  /// Rows of the matrix.
  package let order: Int
  /// Rows of a tile.
  private let edge: Int
  /// Tiles beside each other.
  private let across: Int

  /// The widest tile: 512 KiB of sums and half of it in products.
  private static let widest = 256
  /// Tokens that are summed in float32, before they are added in float64.
  ///
  /// The smallest eigenvalues, which damping barely lifts, would drown in the rounding of longer sums.
  package static let tokens = 64

  package init(order: Int) {
    self.order = order
    across = max(1, (order + Self.widest - 1) / Self.widest)
    edge = ((order + across - 1) / across + 15) / 16 * 16
  }

  /// Elements that the sums take.
  package var count: Int { across * (across + 1) / 2 * edge * edge }

  /// Floats that a product of tokens takes.
  package var scratch: Int { edge * edge }

  /// Where a tile of the upper triangle begins.
  private func offset(_ row: Int, _ column: Int) -> Int {
    // Rows before have `across`, `across - 1`, … tiles.
    (row * across - row * (row - 1) / 2 + column - row) * edge * edge
  }

  private func span(_ tile: Int) -> Range<Int> {
    min(order, tile * edge)..<min(order, (tile + 1) * edge)
  }

  /// Adds `matrixᵀ · matrix`.
  ///
  /// About k·n·(n + edge) floating-point operations for k tokens.
  /// - Parameters:
  ///   - matrix: `[tokens × order]`.
  ///   - sums: `count` elements.
  ///   - scratch: room for `scratch` floats.
  package func add(
    gramOf matrix: Matrix, to sums: UnsafeMutableBufferPointer<Double>, scratch: FloatStorage
  ) {
    precondition(
      matrix.columns == order && scratch.count >= self.scratch && sums.count >= count)
    guard let sums = sums.baseAddress else { return }
    for row in 0..<across {
      for column in row..<across {
        let (left, right) = (matrix.columns(span(row)), matrix.columns(span(column)))
        let target = sums + offset(row, column)
        let product = Matrix(
          storage: scratch, offset: 0, rows: left.columns, columns: right.columns,
          stride: right.columns)
        for start in stride(from: 0, to: matrix.rows, by: Self.tokens) {
          let block = start..<min(start + Self.tokens, matrix.rows)
          if row == column {
            upperGram(of: left.rows(block), into: product)
            for line in 0..<product.rows {
              let first = line * product.stride + line
              stemma_add_floats(product.pointer + first, product.columns - line, target + first)
            }
          } else {
            multiply(left.rows(block), .yes, right.rows(block), .no, into: product)
            stemma_add_floats(product.pointer, product.count, target)
          }
        }
      }
    }
  }

  /// Rows that are turned into columns at a time: a cache line of floats.
  private static let line = 16

  /// Writes the whole matrix as float32, both triangles.
  /// - Parameter result: `[order × order]`, or the upper left part of a larger one.
  package func write(_ sums: UnsafeMutableBufferPointer<Double>, into result: Matrix) {
    precondition(result.rows >= order && result.columns >= order && sums.count >= count)
    guard let sums = sums.baseAddress else { return }
    for tile in 0..<across {
      for other in tile..<across {
        let (rows, columns) = (span(tile), span(other))
        let source = sums + offset(tile, other)
        for first in stride(from: 0, to: rows.count, by: Self.line) {
          let some = first..<min(first + Self.line, rows.count)
          for row in some {
            let target = result.pointer + (rows.lowerBound + row) * result.stride
            for column in (tile == other ? row : 0)..<columns.count {
              target[columns.lowerBound + column] = Float(source[row * columns.count + column])
            }
          }
          // Below the diagonal the same elements stand as columns, a piece of each column's line at a time.
          for column in (tile == other ? first : 0)..<columns.count {
            let target =
              result.pointer + (columns.lowerBound + column) * result.stride + rows.lowerBound
            for row in some where tile != other || row < column {
              target[row] = Float(source[row * columns.count + column])
            }
          }
        }
      }
    }
  }
}
