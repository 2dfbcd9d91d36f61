import Domain

/// How far a need came. Each stage includes those before it.
public enum FunnelStage: Int, CaseIterable, Hashable, Comparable, Sendable {
  case submitted
  /// At least one product qualifies.
  case matched
  case offered
  case claimed
  case granted
  case drawn

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  /// Its name in documents and tables.
  public var code: String {
    switch self {
    case .submitted: "submitted"
    case .matched: "matched"
    case .offered: "offered"
    case .claimed: "claimed"
    case .granted: "granted"
    case .drawn: "drawn"
    }
  }
}

/// By what needs are told apart.
public enum FunnelDimension: String, CaseIterable, Hashable, Sendable {
  /// All of them; the value is `*`.
  case all
  /// The county of the enterprise. Everything is kept by county; told apart by it are all of them.
  case region
  /// Section of GB/T 4754-2017.
  case industry
  case size
  /// Whether the enterprise ever borrowed: `first`, `repeat`, `unknown`.
  case borrower
  case pool
  case product
  case institution
  /// Needs that were declined for a reason. Those granted after it are repaired.
  case reason
}

/// Where figures of the funnel are kept.
public struct FunnelKey: Hashable, Sendable {
  /// First day of the month in which the needs were submitted.
  public let month: LegalDate
  public let region: RegionCode
  public let dimension: FunnelDimension
  public let value: String

  public init(month: LegalDate, region: RegionCode, dimension: FunnelDimension, value: String) {
    self.month = month
    self.region = region
    self.dimension = dimension
    self.value = value
  }
}
