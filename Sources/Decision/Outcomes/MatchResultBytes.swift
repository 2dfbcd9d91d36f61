import Domain

extension MatchResult {
  /// The RFC 8785 form of `json`, written without building it: what is stored of a run.
  public var canonicalBytes: [UInt8] {
    var out = ResultWriter(
      capacity: 512 + considered.count * 6 + 128 * (top.count + nearMisses.count))
    writeVerdicts(to: &out)
    out.raw(#"","near_misses":["#)
    for (place, miss) in nearMisses.enumerated() {
      out.raw(place == 0 ? #"{"code":"# : #",{"code":"#)
      out.text(miss.code)
      out.raw(#","cost_ppm":"#)
      out.optional(miss.costPPM)
      out.raw(#","product":"#)
      out.integer(Int64(miss.product))
      out.raw(#","rule":"#)
      out.text(miss.ruleID)
      out.raw("}")
    }
    out.raw(#"],"needs_info":""#)
    out.hexadecimal(needsInfo)
    out.raw(#"","product_count":"#)
    out.integer(Int64(productCount))
    out.raw(#","top":["#)
    for (place, ranked) in top.enumerated() {
      out.raw(place == 0 ? #"{"code":"# : #",{"code":"#)
      out.text(ranked.code)
      out.raw(#","cost_ppm":"#)
      out.optional(ranked.costPPM)
      out.raw(#","coverage_ppm":"#)
      out.optional(ranked.coveragePPM)
      out.raw(#","limit_fen":"#)
      out.optional(ranked.limitFen)
      out.raw(#","product":"#)
      out.integer(Int64(ranked.product))
      out.raw("}")
    }
    out.raw(#"],"warnings":["#)
    for (place, warning) in warnings.enumerated() {
      out.raw(place == 0 ? #"{"code":"# : #",{"code":"#)
      out.text(warning.code)
      out.raw(#","subject":"#)
      out.text(warning.subject)
      out.raw("}")
    }
    out.raw("]}")
    return out.bytes
  }

  /// The members up to the eligible products, which come first.
  private func writeVerdicts(to out: inout ResultWriter) {
    out.raw(#"{"considered":""#)
    out.hexadecimal(considered)
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
    out.hexadecimal(eligible)
  }
}

/// Appends canonical JSON to bytes.
private struct ResultWriter {
  private(set) var bytes: [UInt8] = []
  private static let digits = Array("0123456789abcdef".utf8)

  init(capacity: Int) { bytes.reserveCapacity(capacity) }

  mutating func raw(_ text: StaticString) {
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  mutating func hexadecimal(_ row: [UInt8]) {
    for byte in row {
      bytes.append(Self.digits[Int(byte >> 4)])
      bytes.append(Self.digits[Int(byte & 15)])
    }
  }

  mutating func optional(_ value: Int64?) {
    if let value { integer(value) } else { raw("null") }
  }

  mutating func integer(_ value: Int64) {
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    var rest = value.magnitude
    let start = bytes.count
    repeat {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
      rest = quotient
    } while rest != 0
    bytes[start...].reverse()
  }

  /// Codes need no escapes; what does is left to the general writer.
  mutating func text(_ text: String) {
    let isPlain = text.utf8.allSatisfy {
      $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
    }
    guard isPlain else {
      bytes.append(contentsOf: JSON.string(text).canonicalBytes)
      return
    }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: text.utf8)
    bytes.append(UInt8(ascii: "\""))
  }
}
