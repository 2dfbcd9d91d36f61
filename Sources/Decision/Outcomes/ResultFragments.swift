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
