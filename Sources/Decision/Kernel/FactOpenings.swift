/// How each fact begins in the stored form of a sheet, `["path",`, to be compared in one go.
final class FactOpenings: Sendable {
  private struct Stretch: BitwiseCopyable {
    var start: Int32
    var count: Int32
  }

  private let bytes: AlignedMemory<UInt8>
  private let stretches: AlignedMemory<Stretch>

  /// - Parameter paths: by place; plain texts, which need no escapes.
  init(_ paths: [String]) {
    var all: [UInt8] = []
    var stretches: [Stretch] = []
    for path in paths {
      let start = all.count
      all += Array("[\"\(path)\",".utf8)
      stretches.append(Stretch(start: Int32(start), count: Int32(all.count - start)))
    }
    bytes = AlignedMemory(all, filler: 0)
    self.stretches = AlignedMemory(stretches, filler: Stretch(start: 0, count: 0))
  }

  /// Passes over the beginning of a fact, if it stands there.
  @inline(__always)
  func take(_ place: Int, _ scanner: inout StoredScanner) -> Bool {
    let stretch = stretches.base[place]
    return scanner.take(bytes.base + Int(stretch.start), count: Int(stretch.count))
  }
}
