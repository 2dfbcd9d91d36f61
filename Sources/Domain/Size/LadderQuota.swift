/// How many of the members of a ladder are below scale (规下, 限下), and the least share that are to be.
public struct LadderQuota: Hashable, Sendable {
  public var members: Int
  public var belowScale: Int
  /// Of whom facts do not say it.
  public var unknown: Int
  public var leastPPM: Int64

  public init(members: Int, belowScale: Int, unknown: Int, leastPPM: Int64) {
    self.members = members
    self.belowScale = belowScale
    self.unknown = unknown
    self.leastPPM = leastPPM
  }

  /// The share of those known to be below scale, rounded down; nil of nobody.
  public var belowScalePPM: Int64? {
    members > 0
      ? Rounding.down(Int128(belowScale) * Int128(PartsPerMillion.one), over: Int128(members)) : nil
  }

  /// Whether enough are below scale; nil while it hangs on those of whom it is not known.
  public var isMet: Bool? {
    func suffices(_ count: Int) -> Bool {
      Int128(count) * Int128(PartsPerMillion.one) >= Int128(members) * Int128(leastPPM)
    }
    if suffices(belowScale) { return true }
    return suffices(belowScale + unknown) ? nil : false
  }
}
