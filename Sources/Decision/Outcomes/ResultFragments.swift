import Domain

/// What stored results say of products, written once: by product and rule, the bytes around the
/// figures.
final class ResultFragments: Sendable {
  /// A stretch of `bytes`.
  struct Span: BitwiseCopyable {
    var start: Int32
    var count: Int32
  }

  let bytes: AlignedMemory<UInt8>
  /// By product: from the opening brace to the cost.
  let heads: AlignedMemory<Span>
  /// By product: from the index to the closing brace of one of the best.
  let tails: AlignedMemory<Span>
  /// By product and place of the rule: the same of a near miss.
  let missTails: AlignedMemory<Span>
  /// By product: where its rules begin in `missTails`.
  let firstRules: AlignedMemory<Int32>
  /// The longest head and tail together.
  let maximumCount: Int

  /// - Parameters:
  ///   - codes: by product.
  ///   - rules: by product, the ids of its rules by place.
  init(codes: [String], rules: [[String]]) {
    var bytes: [UInt8] = []
    var heads: [Span] = []
    var tails: [Span] = []
    var missTails: [Span] = []
    var firstRules: [Int32] = []
    var longestHead = 0
    var longestTail = 0
    func add(_ parts: [UInt8]...) -> Span {
      let start = bytes.count
      for part in parts { bytes += part }
      return Span(start: Int32(start), count: Int32(bytes.count - start))
    }
    func ascii(_ text: String) -> [UInt8] { Array(text.utf8) }
    for (product, code) in codes.enumerated() {
      let index = ascii(#","product":\#(product)"#)
      heads.append(
        add(ascii(#"{"code":"#), JSON.string(code).canonicalBytes, ascii(#","cost_ppm":"#)))
      tails.append(add(index, ascii("}")))
      firstRules.append(Int32(missTails.count))
      longestHead = max(longestHead, Int(heads[product].count))
      longestTail = max(longestTail, Int(tails[product].count))
      for rule in rules[product] {
        let tail = add(index, ascii(#","rule":"#), JSON.string(rule).canonicalBytes, ascii("}"))
        missTails.append(tail)
        longestTail = max(longestTail, Int(tail.count))
      }
    }
    let none = Span(start: 0, count: 0)
    self.bytes = AlignedMemory(bytes, filler: 0)
    self.heads = AlignedMemory(heads, filler: none)
    self.tails = AlignedMemory(tails, filler: none)
    self.missTails = AlignedMemory(missTails, filler: none)
    self.firstRules = AlignedMemory(firstRules, filler: 0)
    maximumCount = longestHead + longestTail
  }
}

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
    let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      guard let base = buffer.baseAddress else { return }
      var out = RawWriter(base)
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
      count = out.count(from: base)
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

/// Writes ASCII at a place in memory, which must have room.
private struct RawWriter {
  private var at: UnsafeMutablePointer<UInt8>

  init(_ start: UnsafeMutablePointer<UInt8>) { at = start }

  func count(from start: UnsafeMutablePointer<UInt8>) -> Int { at - start }

  @inline(__always)
  mutating func byte(_ byte: UInt8) {
    at.pointee = byte
    at += 1
  }

  @inline(__always)
  mutating func raw(_ text: StaticString) {
    at.update(from: text.utf8Start, count: text.utf8CodeUnitCount)
    at += text.utf8CodeUnitCount
  }

  @inline(__always)
  mutating func bytes(_ bytes: [UInt8]) {
    for byte in bytes { self.byte(byte) }
  }

  @inline(__always)
  mutating func span(_ span: ResultFragments.Span, _ fragments: ResultFragments) {
    at.update(from: fragments.bytes.base + Int(span.start), count: Int(span.count))
    at += Int(span.count)
  }

  @inline(__always)
  mutating func hexadecimal(_ row: UnsafeRawBufferPointer) {
    for byte in row {
      at[0] = Self.digit(byte >> 4)
      at[1] = Self.digit(byte & 15)
      at += 2
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
    var place = digits
    while place > 0 {
      place -= 1
      let quotient = rest / 10
      at[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest - quotient * 10)
      rest = quotient
    }
    at += digits
  }
}
