import Domain

/// The decisions of one need against the whole catalog at one clock, in compact form: a product is
/// named by its index in `Catalog.products`.
public struct MatchResult: Equatable, Sendable {
  /// How many products got which verdict.
  public struct Counts: Equatable, Sendable {
    /// Products in force on the clock's day; the sum of the three verdicts.
    public let considered: Int
    public let eligible: Int
    public let ineligible: Int
    public let needsInfo: Int
    /// Of the ineligible: exactly one rule fails and none is unknown.
    public let nearMisses: Int

    public init(
      considered: Int, eligible: Int, ineligible: Int, needsInfo: Int, nearMisses: Int
    ) {
      self.considered = considered
      self.eligible = eligible
      self.ineligible = ineligible
      self.needsInfo = needsInfo
      self.nearMisses = nearMisses
    }
  }

  /// One eligible product.
  public struct RankedProduct: Equatable, Sendable {
    /// Index in `Catalog.products`.
    public let product: Int
    public let code: String
    /// Nil when not published.
    public let limitFen: Int64?
    /// Effective yearly cost, upper end; nil when not published.
    public let costPPM: Int64?
    public let coveragePPM: Int64?

    public init(
      product: Int, code: String, limitFen: Int64?, costPPM: Int64?, coveragePPM: Int64?
    ) {
      self.product = product
      self.code = code
      self.limitFen = limitFen
      self.costPPM = costPPM
      self.coveragePPM = coveragePPM
    }
  }

  /// One near miss.
  public struct NearMiss: Equatable, Sendable {
    /// Index in `Catalog.products`.
    public let product: Int
    public let code: String
    /// The rule that fails.
    public let ruleID: String
    public let costPPM: Int64?

    public init(
      product: Int, code: String, ruleID: String, costPPM: Int64?
    ) {
      self.product = product
      self.code = code
      self.ruleID = ruleID
      self.costPPM = costPPM
    }
  }

  /// Something the reader of the result should know.
  public struct Warning: Hashable, Sendable {
    /// `parameter_carried`: the last value of a policy parameter was carried past its series' end.
    public let code: String
    /// Id of the parameter.
    public let subject: String

    public init(
      code: String, subject: String
    ) {
      self.code = code
      self.subject = subject
    }
  }

  /// Number of products of the catalog, in force or not.
  public let productCount: Int
  public let counts: Counts
  /// Bit i (of byte i / 8, least significant first) is product i: in force, eligible, needs_info.
  public let considered: [UInt8]
  public let eligible: [UInt8]
  public let needsInfo: [UInt8]
  /// Best first: effective cost ascending (nil last), coverage descending (nil last), code.
  public let top: [RankedProduct]
  /// Cost ascending (nil last), code; as many as `top` may have.
  public let nearMisses: [NearMiss]
  /// Sorted, each once.
  public let warnings: [Warning]

  public init(
    productCount: Int, counts: Counts, considered: [UInt8], eligible: [UInt8], needsInfo: [UInt8],
    top: [RankedProduct], nearMisses: [NearMiss], warnings: [Warning]
  ) {
    self.productCount = productCount
    self.counts = counts
    self.considered = considered
    self.eligible = eligible
    self.needsInfo = needsInfo
    self.top = top
    self.nearMisses = nearMisses
    self.warnings = warnings
  }

  /// The verdict on a product; nil when it was not in force.
  public func verdict(of product: Int) -> Verdict? {
    guard Bitmap.contains(considered, product) else { return nil }
    if Bitmap.contains(eligible, product) { return .eligible }
    return Bitmap.contains(needsInfo, product) ? .needsInfo : .ineligible
  }
}

/// Bit sets of product indices, least significant bit first.
public enum Bitmap {
  /// All bits clear.
  public static func empty(count: Int) -> [UInt8] { [UInt8](repeating: 0, count: (count + 7) / 8) }

  /// Sets the bit of an index below the count the bitmap was made for.
  public static func insert(_ index: Int, into bitmap: inout [UInt8]) {
    bitmap[index / 8] |= 1 << UInt8(index % 8)
  }

  /// False outside the bitmap.
  public static func contains(_ bitmap: [UInt8], _ index: Int) -> Bool {
    index >= 0 && index / 8 < bitmap.count && bitmap[index / 8] >> UInt8(index % 8) & 1 == 1
  }

  /// Number of bits set.
  public static func count(_ bitmap: [UInt8]) -> Int {
    bitmap.reduce(0) { $0 + $1.nonzeroBitCount }
  }
}
