/// What a stored result shows of its products, as places in its bytes: nothing is decoded that is
/// written again as it stands.
public struct ShownResult: Sendable {
  /// One eligible product.
  public struct RankedProduct: Sendable {
    /// Index in `Catalog.products`.
    public let product: Int
    /// An integer or `null`, like the others.
    public let costPPM: Range<Int>
    public let coveragePPM: Range<Int>
    public let limitFen: Range<Int>
  }

  /// One near miss.
  public struct NearMiss: Sendable {
    /// Index in `Catalog.products`.
    public let product: Int
    /// An integer or `null`.
    public let costPPM: Range<Int>
    /// The rule that fails, in quotation marks.
    public let rule: Range<Int>
  }

  public let top: [RankedProduct]
  public let nearMisses: [NearMiss]
  /// The whole list of objects with `code` and `subject`.
  public let warnings: Range<Int>

  /// Nil for anything that does not stand exactly as a result is written, or has a text with
  /// escapes: ``MatchResult/init(stored:)`` may read that, or say what is wrong.
  ///
  /// - Parameter bytes: RFC 8785 form of `MatchResult.json`.
  public init?(stored bytes: UnsafeBufferPointer<UInt8>) {
    var scanner = StoredScanner(bytes: bytes)
    guard scanner.word(#"{"considered":"#), let considered = scanner.text(),
      scanner.word(#","counts":{"considered":"#), scanner.integer() != nil,
      scanner.word(#","eligible":"#), scanner.integer() != nil,
      scanner.word(#","ineligible":"#), scanner.integer() != nil,
      scanner.word(#","near_misses":"#), scanner.integer() != nil,
      scanner.word(#","needs_info":"#), scanner.integer() != nil,
      scanner.word(#"},"eligible":"#), let eligible = scanner.text(),
      scanner.word(#","near_misses":["#), let misses = scanner.shownList({ $0.shownMiss() }),
      scanner.word(#","needs_info":"#), let needsInfo = scanner.text(),
      scanner.word(#","product_count":"#), let productCount = scanner.integer(),
      (0...1_000_000).contains(productCount),
      scanner.word(#","top":["#), let top = scanner.shownList({ $0.shownProduct() }),
      scanner.word(#","warnings":"#)
    else { return nil }
    let start = scanner.position
    guard scanner.word("["), scanner.passWarnings() else { return nil }
    let warnings = start..<scanner.position
    let length = (Int(productCount) + 7) / 8 * 2
    guard scanner.word("}"), scanner.isAtEnd, considered.count == length,
      eligible.count == length, needsInfo.count == length,
      top.allSatisfy({ $0.product < productCount }),
      misses.allSatisfy({ $0.product < productCount })
    else { return nil }
    self.top = top
    nearMisses = misses
    self.warnings = warnings
  }
}

extension StoredScanner {
  /// An integer or null.
  private mutating func number() -> Range<Int>? {
    let start = position
    guard word("null") || integer() != nil else { return nil }
    return start..<position
  }

  private mutating func product() -> Int? {
    guard let value = integer(), value >= 0 else { return nil }
    return Int(value)
  }

  /// The rest of an array whose bracket is taken.
  fileprivate mutating func shownList<Element>(
    _ element: (inout StoredScanner) -> Element?
  ) -> [Element]? {
    if take(UInt8(ascii: "]")) { return [] }
    var elements: [Element] = []
    elements.reserveCapacity(16)
    repeat {
      guard let next = element(&self) else { return nil }
      elements.append(next)
    } while take(UInt8(ascii: ","))
    return take(UInt8(ascii: "]")) ? elements : nil
  }

  fileprivate mutating func shownMiss() -> ShownResult.NearMiss? {
    guard word(#"{"code":"#), text() != nil, word(#","cost_ppm":"#), let cost = number(),
      word(#","product":"#), let product = product(), word(#","rule":"#)
    else { return nil }
    let start = position
    guard text() != nil else { return nil }
    let rule = start..<position
    guard word("}") else { return nil }
    return ShownResult.NearMiss(product: product, costPPM: cost, rule: rule)
  }

  fileprivate mutating func shownProduct() -> ShownResult.RankedProduct? {
    guard word(#"{"code":"#), text() != nil, word(#","cost_ppm":"#), let cost = number(),
      word(#","coverage_ppm":"#), let coverage = number(), word(#","limit_fen":"#),
      let limit = number(), word(#","product":"#), let product = product(), word("}")
    else { return nil }
    return ShownResult.RankedProduct(
      product: product, costPPM: cost, coveragePPM: coverage, limitFen: limit)
  }

  /// The rest of the list of warnings whose bracket is taken.
  fileprivate mutating func passWarnings() -> Bool {
    if take(UInt8(ascii: "]")) { return true }
    repeat {
      guard word(#"{"code":"#), text() != nil, word(#","subject":"#), text() != nil, word("}")
      else { return false }
    } while take(UInt8(ascii: ","))
    return take(UInt8(ascii: "]"))
  }
}
