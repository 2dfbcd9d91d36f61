/// What is counted of needs. Added and taken back without loss, so that a change of one need changes a sum
/// as a recount would.
public struct FunnelMeasure: Hashable, Sendable {
  /// Needs that reached each stage.
  public var reached: [Int64] = Array(repeating: 0, count: FunnelStage.allCases.count)
  /// What was asked for, granted and drawn.
  public var askedFen: Int128 = 0
  public var grantedFen: Int128 = 0
  public var drawnFen: Int128 = 0
  /// Working days from the stage before, by the stage that was reached.
  public var days: [FunnelStage: DayHistogram] = [:]

  public init() {}

  public subscript(_ stage: FunnelStage) -> Int64 { reached[stage.rawValue] }

  /// Whether nothing is counted: such a measure is not kept.
  public var isEmpty: Bool {
    reached.allSatisfy { $0 == 0 } && askedFen == 0 && grantedFen == 0 && drawnFen == 0
      && days.isEmpty
  }

  public static func += (left: inout FunnelMeasure, right: FunnelMeasure) {
    left.combine(right, sign: 1)
  }

  public static func -= (left: inout FunnelMeasure, right: FunnelMeasure) {
    left.combine(right, sign: -1)
  }

  private mutating func combine(_ other: FunnelMeasure, sign: Int64) {
    for index in reached.indices { reached[index] += sign * other.reached[index] }
    askedFen += Int128(sign) * other.askedFen
    grantedFen += Int128(sign) * other.grantedFen
    drawnFen += Int128(sign) * other.drawnFen
    for (stage, histogram) in other.days {
      var sum = days[stage] ?? DayHistogram()
      if sign > 0 { sum += histogram } else { sum -= histogram }
      days[stage] = sum.isEmpty ? nil : sum
    }
  }
}

/// Measures by where they are kept; those that came to nothing are gone.
public struct FunnelTable: Hashable, Sendable {
  public private(set) var cells: [FunnelKey: FunnelMeasure] = [:]

  public init() {}

  public mutating func add(_ contributions: [FunnelKey: FunnelMeasure]) {
    for (key, measure) in contributions { change(key) { $0 += measure } }
  }

  public mutating func remove(_ contributions: [FunnelKey: FunnelMeasure]) {
    for (key, measure) in contributions { change(key) { $0 -= measure } }
  }

  private mutating func change(_ key: FunnelKey, _ body: (inout FunnelMeasure) -> Void) {
    var measure = cells[key] ?? FunnelMeasure()
    body(&measure)
    cells[key] = measure.isEmpty ? nil : measure
  }
}
