/// The size class of an enterprise (大中小微) by 工信部联企业〔2011〕300号 and 统计上大中小微型企业划分办法(2017).
public enum EnterpriseSize: String, Hashable, Comparable, CaseIterable, Sendable {
  case micro
  case small
  case medium
  case large

  /// From micro up to large.
  public static func < (left: EnterpriseSize, right: EnterpriseSize) -> Bool {
    left.rank < right.rank
  }

  private var rank: Int {
    switch self {
    case .micro: 0
    case .small: 1
    case .medium: 2
    case .large: 3
    }
  }
}

/// What the size thresholds are compared with.
public enum SizeMetric: String, Hashable, CaseIterable, Sendable {
  /// X: persons at the end of the period, else the yearly average.
  case persons = "X"
  /// Y: revenue of the year in 万元 (10,000 yuan).
  case revenue = "Y"
  /// Z: total assets in 万元.
  case assets = "Z"
}

/// The figures of one enterprise that decide its size; nil where a figure is not known.
public struct SizeMetrics: Hashable, Sendable {
  public var persons: Int64?
  /// In 万元 (10,000 yuan).
  public var revenueTenThousandYuan: Int64?
  /// In 万元 (10,000 yuan).
  public var assetsTenThousandYuan: Int64?

  /// - Parameters:
  ///   - revenueTenThousandYuan: 营业收入 in whole 万元.
  ///   - assetsTenThousandYuan: 资产总额 in whole 万元.
  public init(
    persons: Int64? = nil, revenueTenThousandYuan: Int64? = nil,
    assetsTenThousandYuan: Int64? = nil
  ) {
    self.persons = persons
    self.revenueTenThousandYuan = revenueTenThousandYuan
    self.assetsTenThousandYuan = assetsTenThousandYuan
  }

  /// From amounts in fen. Thresholds are whole 万元 and compared with ≥, so that cutting off the
  /// rest below one 万元 never changes a class.
  public init(persons: Int64?, revenue: Fen?, assets: Fen?) {
    self.init(
      persons: persons, revenueTenThousandYuan: revenue.map { $0.value / 1_000_000 },
      assetsTenThousandYuan: assets.map { $0.value / 1_000_000 })
  }

  /// The figure in the metric's unit.
  public subscript(_ metric: SizeMetric) -> Int64? {
    switch metric {
    case .persons: persons
    case .revenue: revenueTenThousandYuan
    case .assets: assetsTenThousandYuan
    }
  }
}

/// The outcome of a classification.
public enum SizeClassification: Hashable, Sendable {
  case known(EnterpriseSize)
  /// These figures are missing. One figure alone never decides where the rule asks for two.
  case missing([SizeMetric])
  /// The industry code is too coarse to choose a row (`59` may be handling or storage).
  case industryTooCoarse
  /// The rules do not cover the industry (finance, education, health, public bodies, railways …).
  case notApplicable

  /// The size when it is known, else nil.
  public var size: EnterpriseSize? {
    guard case .known(let size) = self else { return nil }
    return size
  }
}
