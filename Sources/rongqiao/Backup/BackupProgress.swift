import Synchronization

/// A progress bar over bytes, in MiB.
final class ByteProgress: Sendable {
  private let bar: ProgressBar
  private let total: Int64

  init(_ label: String, bytes: Int64) {
    total = bytes
    bar = ProgressBar("\(label) MiB", total: Self.mebibytes(bytes))
  }

  /// Rounded up, so that a small file is not nothing.
  static func mebibytes(_ bytes: Int64) -> Int { Int((max(0, bytes) + (1 << 20) - 1) >> 20) }

  func update(_ bytes: Int64) { bar.update(Self.mebibytes(bytes)) }
  func finish() { bar.finish(Self.mebibytes(total)) }
}

/// A progress bar over steps that are told one by one, from any thread.
final class StepProgress: Sendable {
  private let bar: ProgressBar
  private let total: Int
  private let done = Atomic(0)

  init(_ label: String, total: Int) {
    self.total = total
    bar = ProgressBar(label, total: total)
  }

  func step() { bar.update(done.wrappingAdd(1, ordering: .relaxed).newValue) }
  func finish() { bar.finish(total) }
}
