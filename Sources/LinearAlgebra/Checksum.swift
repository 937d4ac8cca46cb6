import CKernels

/// A number that changes when bytes do; for damage, not against malice.
package func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
  guard let base = bytes.bindMemory(to: UInt8.self).baseAddress else { return 0 }
  return stemma_checksum(base, bytes.count)
}
