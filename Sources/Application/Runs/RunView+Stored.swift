import Decision
import Domain
import Foundation
import Store

extension RunView {
  /// The view of a stored run, in RFC 8785 form: what is written in the stored result is copied
  /// from there.
  ///
  /// - Throws: as `MatchResult.init(stored:)`.
  static func document(_ run: RunRecord, in loaded: LoadedCatalog) throws -> [UInt8] {
    let copied = run.result.withUnsafeBufferPointer { stored in
      loaded.texts.bytes.withUnsafeBufferPointer { products in
        copy(run, stored, products, loaded.texts.spans)
      }
    }
    if let copied { return copied }
    return document(run, result: try MatchResult(stored: run.result), in: loaded)
  }

  /// Nil when the result does not stand as it is written, or names a product that is not there.
  private static func copy(
    _ run: RunRecord, _ stored: UnsafeBufferPointer<UInt8>,
    _ products: UnsafeBufferPointer<UInt8>, _ spans: [ProductTexts.Span]
  ) -> [UInt8]? {
    guard let shown = ShownResult(stored: stored),
      shown.top.allSatisfy({ $0.product < spans.count }),
      shown.nearMisses.allSatisfy({ $0.product < spans.count })
    else { return nil }
    let clock = run.clock.text
    let head = CanonicalHead(run, clock: clock)
    // What a product has beside its texts and what is copied from the result: names of members.
    let besidesBytes = 128
    var capacity = head.bytes.count + stored.count + 16
    for ranked in shown.top { capacity += besidesBytes + spans[ranked.product].bytes }
    for miss in shown.nearMisses { capacity += besidesBytes + spans[miss.product].bytes }
    return [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      var pen = Pen(buffer)
      head.bytes.withUnsafeBufferPointer { texts in
        pen.put(texts, 0..<head.missesPlace)
        var isFirst = true
        for miss in shown.nearMisses {
          if !isFirst { pen.put(",") }
          isFirst = false
          pen.cost(stored, miss.costPPM)
          let span = spans[miss.product]
          pen.put(products, span.family)
          pen.put(products, span.name)
          pen.put(#","rule":"#)
          pen.put(stored, miss.rule)
          pen.put("}")
        }
        pen.put(texts, head.missesPlace..<texts.count)
        isFirst = true
        for ranked in shown.top {
          if !isFirst { pen.put(",") }
          isFirst = false
          pen.cost(stored, ranked.costPPM)
          pen.put(#","coverage_ppm":"#)
          pen.put(stored, ranked.coveragePPM)
          let span = spans[ranked.product]
          pen.put(products, span.family)
          if stored[ranked.limitFen.lowerBound] == UInt8(ascii: "n") {
            pen.put(#","limit":null"#)
          } else {
            pen.put(#","limit":{"currency":"CNY","fen":"#)
            pen.put(stored, ranked.limitFen)
            pen.put("}")
          }
          pen.put(products, span.name)
          pen.put("}")
        }
      }
      pen.put(#"],"warnings":"#)
      pen.put(stored, shown.warnings)
      pen.put("}")
      count = pen.count
    }
  }
}

/// What a view of a run says up to its best products.
private struct CanonicalHead {
  let bytes: [UInt8]
  /// Where the near misses go.
  let missesPlace: Int

  init(_ run: RunRecord, clock: String) {
    var text = CanonicalWriter(capacityBytes: 1_024)
    RunView.counts(run, clock: clock, to: &text)
    text.literal("[")
    missesPlace = text.bytes.count
    text.literal("]")
    RunView.needAndPins(run, clock: clock, to: &text)
    text.literal(#","top":["#)
    bytes = text.bytes
  }
}

extension ProductTexts.Span {
  fileprivate var bytes: Int { family.count + name.count }
}

/// Writes to memory whose size was computed before.
private struct Pen {
  private let buffer: UnsafeMutableBufferPointer<UInt8>
  private(set) var count = 0

  init(_ buffer: UnsafeMutableBufferPointer<UInt8>) { self.buffer = buffer }

  @inline(__always)
  private mutating func put(_ start: UnsafePointer<UInt8>, _ length: Int) {
    guard let base = buffer.baseAddress else { return }
    precondition(length >= 0 && length <= buffer.count - count)
    memcpy(base + count, start, length)
    count += length
  }

  mutating func put(_ text: StaticString) { put(text.utf8Start, text.utf8CodeUnitCount) }

  mutating func put(_ bytes: UnsafeBufferPointer<UInt8>, _ span: Range<Int>) {
    precondition(span.lowerBound >= 0 && span.upperBound <= bytes.count)
    guard let base = bytes.baseAddress else { return }
    put(base + span.lowerBound, span.count)
  }

  mutating func cost(_ stored: UnsafeBufferPointer<UInt8>, _ span: Range<Int>) {
    if stored[span.lowerBound] == UInt8(ascii: "n") { return put(#"{"cost":null"#) }
    put(#"{"cost":{"effective_ppm":"#)
    put(stored, span)
    put("}")
  }
}
