/// Hands out prepared COPY chunks one at a time.
final class ChunkSource: Sendable {
  private let remaining: Locked<ArraySlice<[UInt8]>>

  init(_ chunks: [[UInt8]]) {
    remaining = Locked(chunks[...])
  }

  func next() -> [UInt8]? {
    remaining.withLock { $0.popFirst() }
  }
}
