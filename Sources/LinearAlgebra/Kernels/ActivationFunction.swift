import CKernels

/// The function between the halves of a feed-forward layer.
package enum ActivationFunction: Sendable {
  case silu, geluTanh, geluErf, relu

  private var kernel: Int32 {
    switch self {
    case .silu: Int32(STEMMA_SILU)
    case .geluTanh: Int32(STEMMA_GELU_TANH)
    case .geluErf: Int32(STEMMA_GELU_ERF)
    case .relu: Int32(STEMMA_RELU)
    }
  }

  /// `out = f(gate) · up`, or `f(gate)` without `up`; all `[rows × width]`.
  package func apply(_ gate: Matrix, up: Matrix?, into out: Matrix) {
    out.requireShape(of: gate)
    up?.requireShape(of: gate)
    stemma_activate(
      kernel, gate.pointer, gate.stride, up?.pointer, up?.stride ?? 0, out.pointer, out.stride,
      gate.rows, gate.columns)
  }

  /// `dGate = dOut · up · f'(gate)` and `dUp = dOut · f(gate)`; all `[rows × width]`.
  package func backward(
    _ gate: Matrix, up: Matrix?, _ dOut: Matrix, gateGradient dGate: Matrix,
    upGradient dUp: Matrix?
  ) {
    precondition((up == nil) == (dUp == nil), "a gate's gradient without the gate")
    for other in [up, dOut, dGate, dUp] { other?.requireShape(of: gate) }
    stemma_activate_backward(
      kernel, gate.pointer, gate.stride, up?.pointer, up?.stride ?? 0, dOut.pointer, dOut.stride,
      dGate.pointer, dGate.stride, dUp?.pointer, dUp?.stride ?? 0, gate.rows, gate.columns)
  }

  /// Change of the output: `dOut = f'(gate) · up · dGate + f(gate) · dUp`; all `[rows × width]`.
  package func tangent(
    _ gate: Matrix, up: Matrix?, gateChange dGate: Matrix, upChange dUp: Matrix?,
    into dOut: Matrix
  ) {
    precondition((up == nil) == (dUp == nil), "a gate's change without the gate")
    for other in [up, dGate, dUp, dOut] { other?.requireShape(of: gate) }
    stemma_activate_tangent(
      kernel, gate.pointer, gate.stride, up?.pointer, up?.stride ?? 0, dGate.pointer, dGate.stride,
      dUp?.pointer, dUp?.stride ?? 0, dOut.pointer, dOut.stride, gate.rows, gate.columns)
  }
}
