import Domain

/// Writes results of batches in canonical form straight from the batch's memory: for a province of
/// needs the text is written more often than anything else.
struct StoredResultWriter {
  let fragments: ResultFragments
  let productCount: Int
  /// The products in force, as a bitmap over the catalog.
  let considered: [UInt8]
  /// Ids of parameters a price may carry, in canonical form, by the bits of a need's mask.
  let parameters: [[UInt8]]
  let codesDigest: [UInt8]
  private let scratch = Scratch()

  /// `{"code":"parameter_carried","subject":` and the closing brace, beside the parameter.
  private static let warningCount = 48
  /// All member names of a result, the four counts and the number of products.
  private static let frameCount = 320
  /// The longest integer with its member name.
  private static let figureCount = 40

  /// - Parameter need: its place in the batch.
  func result(
    _ need: Int, _ batch: BatchResult, _ verdicts: BatchVerdicts, consideredCount: Int
  ) -> StoredResult {
    let limit = batch.topLimit
    let carried = verdicts.carried.base[need]
    let counts = MatchResult.Counts(
      considered: consideredCount, eligible: batch.eligibleCount(need),
      ineligible: consideredCount - batch.eligibleCount(need) - batch.needsInfoCount(need),
      needsInfo: batch.needsInfoCount(need), nearMisses: batch.nearMissCount(need))
    let eligible = UnsafeRawBufferPointer(
      start: verdicts.eligible.base + need * verdicts.rowBytes, count: verdicts.rowBytes)
    let needsInfo = UnsafeRawBufferPointer(
      start: verdicts.needsInfo.base + need * verdicts.rowBytes, count: verdicts.rowBytes)
    let capacity =
      Self.frameCount + 6 * verdicts.rowBytes
      + 2 * limit * (fragments.maximumCount + 3 * Self.figureCount)
      + parameters.reduce(0) { $0 + $1.count + Self.warningCount }
    let bytes = scratch.written(atMost: capacity) { base in
      var out = RawWriter(base, count: capacity)
      considered.withUnsafeBytes { row in
        out.raw(#"{"considered":""#)
        out.hexadecimal(row)
      }
      write(counts, to: &out)
      out.hexadecimal(eligible)
      out.raw(#"","near_misses":["#)
      write(misses: batch.nearMisses.base + need * limit, limit, to: &out)
      out.raw(#"],"needs_info":""#)
      out.hexadecimal(needsInfo)
      out.raw(#"","product_count":"#)
      out.integer(Int64(productCount))
      out.raw(#","top":["#)
      write(top: batch.ranks.base + need * limit, limit, to: &out)
      out.raw(#"],"warnings":["#)
      write(warnings: carried, to: &out)
      out.raw("]}")
      return out.count(from: base)
    }
    let digest = considered.withUnsafeBytes {
      VerdictDigest(
        codes: codesDigest, considered: $0, eligible: eligible, needsInfo: needsInfo)
    }
    return StoredResult(counts: counts, bytes: bytes, verdicts: digest)
  }

  private func write(_ counts: MatchResult.Counts, to out: inout RawWriter) {
    out.raw(#"","counts":{"considered":"#)
    out.integer(Int64(counts.considered))
    out.raw(#","eligible":"#)
    out.integer(Int64(counts.eligible))
    out.raw(#","ineligible":"#)
    out.integer(Int64(counts.ineligible))
    out.raw(#","near_misses":"#)
    out.integer(Int64(counts.nearMisses))
    out.raw(#","needs_info":"#)
    out.integer(Int64(counts.needsInfo))
    out.raw(#"},"eligible":""#)
  }

  private func write(
    misses: UnsafePointer<BatchNearMiss>, _ limit: Int, to out: inout RawWriter
  ) {
    var isFirst = true
    for place in 0..<limit where misses[place].product >= 0 {
      let miss = misses[place]
      let product = Int(miss.product)
      if !isFirst { out.byte(UInt8(ascii: ",")) }
      isFirst = false
      out.span(fragments.heads.base[product], fragments)
      out.optional(miss.costPPM)
      out.span(
        fragments.missTails.base[Int(fragments.firstRules.base[product]) + Int(miss.rule)],
        fragments)
    }
  }

  private func write(top: UnsafePointer<BatchRank>, _ limit: Int, to out: inout RawWriter) {
    var isFirst = true
    for place in 0..<limit where top[place].product >= 0 {
      let rank = top[place]
      if !isFirst { out.byte(UInt8(ascii: ",")) }
      isFirst = false
      out.span(fragments.heads.base[Int(rank.product)], fragments)
      out.optional(rank.costPPM)
      out.raw(#","coverage_ppm":"#)
      out.optional(rank.coveragePPM < 0 ? BatchRank.none : Int64(rank.coveragePPM))
      out.raw(#","limit_fen":"#)
      out.optional(rank.limitFen)
      out.span(fragments.tails.base[Int(rank.product)], fragments)
    }
  }

  private func write(warnings carried: UInt64, to out: inout RawWriter) {
    var isFirst = true
    for (number, parameter) in parameters.enumerated()
    where carried >> UInt64(number) & 1 == 1 {
      if !isFirst { out.byte(UInt8(ascii: ",")) }
      isFirst = false
      out.raw(#"{"code":"parameter_carried","subject":"#)
      out.bytes(parameter)
      out.byte(UInt8(ascii: "}"))
    }
  }
}

/// Memory that one result after the other is written into, as large as the largest may be; what is kept
/// of each is only as large as it is.
private final class Scratch {
  private var memory = UnsafeMutableBufferPointer<UInt8>(start: nil, count: 0)

  deinit { memory.deallocate() }

  /// - Parameter write: writes at most that many bytes, and says how many.
  func written(
    atMost capacity: Int, _ write: (UnsafeMutablePointer<UInt8>) -> Int
  ) -> [UInt8] {
    if memory.count < capacity {
      memory.deallocate()
      memory = .allocate(capacity: capacity)
    }
    guard let base = memory.baseAddress else { return [] }
    return Array(UnsafeBufferPointer(start: base, count: write(base)))
  }
}

/// Writes ASCII at a place in memory; what would go past its end ends the process instead.
private struct RawWriter {
  private var at: UnsafeMutablePointer<UInt8>
  private let end: UnsafeMutablePointer<UInt8>

  init(_ start: UnsafeMutablePointer<UInt8>, count: Int) {
    at = start
    end = start + count
  }

  /// The next `count` bytes, which are written by the caller.
  @inline(__always)
  private mutating func room(_ count: Int) -> UnsafeMutablePointer<UInt8> {
    precondition(count <= end - at)
    defer { at += count }
    return at
  }

  func count(from start: UnsafeMutablePointer<UInt8>) -> Int { at - start }

  @inline(__always)
  mutating func byte(_ byte: UInt8) { room(1).pointee = byte }

  @inline(__always)
  mutating func raw(_ text: StaticString) {
    room(text.utf8CodeUnitCount).update(from: text.utf8Start, count: text.utf8CodeUnitCount)
  }

  @inline(__always)
  mutating func bytes(_ bytes: [UInt8]) {
    for byte in bytes { self.byte(byte) }
  }

  @inline(__always)
  mutating func span(_ span: ResultFragments.Span, _ fragments: ResultFragments) {
    room(Int(span.count)).update(
      from: fragments.bytes.base + Int(span.start), count: Int(span.count))
  }

  @inline(__always)
  mutating func hexadecimal(_ row: UnsafeRawBufferPointer) {
    let digits = room(row.count * 2)
    for (index, byte) in row.enumerated() {
      digits[2 &* index] = Self.digit(byte >> 4)
      digits[2 &* index &+ 1] = Self.digit(byte & 15)
    }
  }

  /// Without a branch, so that rows are written many bytes at a time.
  @inline(__always)
  private static func digit(_ value: UInt8) -> UInt8 {
    value &+ UInt8(ascii: "0") &+ (value > 9 ? UInt8(ascii: "a") &- UInt8(ascii: "0") &- 10 : 0)
  }

  /// `BatchRank.none` is null.
  @inline(__always)
  mutating func optional(_ value: Int64) {
    if value == BatchRank.none { raw("null") } else { integer(value) }
  }

  mutating func integer(_ value: Int64) {
    if value < 0 { byte(UInt8(ascii: "-")) }
    var rest = value.magnitude
    var digits = 1
    var bound: UInt64 = 10
    while digits < 19, rest >= bound {
      digits += 1
      bound &*= 10
    }
    if digits == 19, rest >= bound { digits = 20 }
    let text = room(digits)
    var place = digits
    while place > 0 {
      place -= 1
      let quotient = rest / 10
      text[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest - quotient * 10)
      rest = quotient
    }
  }
}
