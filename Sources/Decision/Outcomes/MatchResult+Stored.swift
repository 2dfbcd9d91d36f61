import Domain

extension MatchResult {
  /// Reads a stored result.
  ///
  /// - Parameter bytes: RFC 8785 form of `json`, as ``canonicalBytes`` writes it.
  /// - Throws: as `init(json:)`, and the parser's failure for what is no JSON.
  public init(stored bytes: [UInt8]) throws {
    if let result = bytes.withUnsafeBufferPointer({ Self.read(StoredScanner(bytes: $0)) }) {
      self = result
    } else {
      try self.init(json: try JSONParser.parse(bytes))
    }
  }

  /// Nil for anything that does not stand exactly as it is written, or does not add up.
  private static func read(_ scanner: StoredScanner) -> MatchResult? {
    var scanner = scanner
    guard scanner.word(#"{"considered":"#), let considered = scanner.hexadecimal(),
      scanner.word(#","counts":{"considered":"#), let total = scanner.count(),
      scanner.word(#","eligible":"#), let eligibleCount = scanner.count(),
      scanner.word(#","ineligible":"#), let ineligibleCount = scanner.count(),
      scanner.word(#","near_misses":"#), let nearCount = scanner.count(),
      scanner.word(#","needs_info":"#), let needsInfoCount = scanner.count(),
      scanner.word(#"},"eligible":"#), let eligible = scanner.hexadecimal(),
      scanner.word(#","near_misses":["#), let misses = scanner.list({ $0.nearMiss() }),
      scanner.word(#","needs_info":"#), let needsInfo = scanner.hexadecimal(),
      scanner.word(#","product_count":"#), let productCount = scanner.count(),
      scanner.word(#","top":["#), let top = scanner.list({ $0.rankedProduct() }),
      scanner.word(#","warnings":["#), let warnings = scanner.list({ $0.warning() }),
      scanner.word("}"), scanner.isAtEnd
    else { return nil }
    let length = (productCount + 7) / 8
    guard considered.count == length, eligible.count == length, needsInfo.count == length,
      total == eligibleCount + ineligibleCount + needsInfoCount,
      total == Bitmap.count(considered), eligibleCount == Bitmap.count(eligible),
      needsInfoCount == Bitmap.count(needsInfo)
    else { return nil }
    return MatchResult(
      productCount: productCount,
      counts: Counts(
        considered: total, eligible: eligibleCount, ineligible: ineligibleCount,
        needsInfo: needsInfoCount, nearMisses: nearCount),
      considered: considered, eligible: eligible, needsInfo: needsInfo, top: top,
      nearMisses: misses, warnings: warnings)
  }
}

extension StoredScanner {
  /// A number of products.
  fileprivate mutating func count() -> Int? {
    guard let value = integer(), (0...1_000_000).contains(value) else { return nil }
    return Int(value)
  }

  /// An integer or null; nil for neither.
  private mutating func optional() -> Int64?? {
    if word("null") { return .some(nil) }
    return integer().map { .some($0) }
  }

  /// A code, which is ASCII; nil for anything else, which the parser may read.
  private mutating func code() -> String? {
    guard let text = text(), !text.isEmpty, text.allSatisfy({ $0 < 0x80 }) else { return nil }
    return String(decoding: UnsafeBufferPointer(rebasing: text), as: UTF8.self)
  }

  /// The rest of an array whose bracket is taken.
  fileprivate mutating func list<Element>(
    _ element: (inout StoredScanner) -> Element?
  ) -> [Element]? {
    if take(UInt8(ascii: "]")) { return [] }
    var elements: [Element] = []
    repeat {
      guard let next = element(&self) else { return nil }
      elements.append(next)
    } while take(UInt8(ascii: ","))
    return take(UInt8(ascii: "]")) ? elements : nil
  }

  fileprivate mutating func nearMiss() -> MatchResult.NearMiss? {
    guard word(#"{"code":"#), let code = code(), word(#","cost_ppm":"#), let cost = optional(),
      word(#","product":"#), let product = count(), word(#","rule":"#), let rule = self.code(),
      word("}")
    else { return nil }
    return MatchResult.NearMiss(product: product, code: code, ruleID: rule, costPPM: cost)
  }

  fileprivate mutating func rankedProduct() -> MatchResult.RankedProduct? {
    guard word(#"{"code":"#), let code = code(), word(#","cost_ppm":"#), let cost = optional(),
      word(#","coverage_ppm":"#), let coverage = optional(), word(#","limit_fen":"#),
      let limit = optional(), word(#","product":"#), let product = count(), word("}")
    else { return nil }
    return MatchResult.RankedProduct(
      product: product, code: code, limitFen: limit, costPPM: cost, coveragePPM: coverage)
  }

  fileprivate mutating func warning() -> MatchResult.Warning? {
    guard word(#"{"code":"#), let code = code(), word(#","subject":"#),
      let subject = self.code(), word("}")
    else { return nil }
    return MatchResult.Warning(code: code, subject: subject)
  }
}
