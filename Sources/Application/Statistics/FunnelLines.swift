import Domain
import Statistics
import Store

/// What one need gives the cells of the funnel, as it is stored: so that exactly that is taken back, whatever
/// calendar or program counted it.
struct FunnelLines: Sendable {
  let contributions: [FunnelKey: FunnelMeasure]

  init(_ contributions: [FunnelKey: FunnelMeasure]) { self.contributions = contributions }

  /// `[[month, region, dimension, value, [needs by stage], asked, granted, drawn, [[stage, days, cases]]]]`
  /// in the order of dimension and value. RFC 8785, so that what did not change is told by its bytes.
  var bytes: [UInt8] {
    let lines = contributions.sorted {
      ($0.key.dimension.rawValue, $0.key.value) < ($1.key.dimension.rawValue, $1.key.value)
    }
    return JSON.array(lines.map { Self.json($0.key, $0.value) }).canonicalBytes
  }

  private static func json(_ key: FunnelKey, _ measure: FunnelMeasure) -> JSON {
    let days = FunnelStage.allCases.flatMap { stage in
      (measure.days[stage]?.counts ?? [:]).sorted { $0.key < $1.key }.map { days, cases -> JSON in
        [.int(Int64(stage.rawValue)), .int(Int64(days)), .int(cases)]
      }
    }
    return [
      .string(key.month.text), .string(key.region.text), .string(key.dimension.rawValue),
      .string(key.value), .array(measure.reached.map(JSON.int)), amount(measure.askedFen),
      amount(measure.grantedFen), amount(measure.drawnFen), .array(days),
    ]
  }

  /// Of one need: offers are few, and none is above what is stored as an amount.
  private static func amount(_ fen: Int128) -> JSON { .int(Int64(clamping: fen)) }

  /// - Throws: `StoredDataError` for what is not so written.
  init(stored bytes: [UInt8]) throws {
    var found: [FunnelKey: FunnelMeasure] = [:]
    for line in try JSONParser.parse(bytes).arrayValue ?? [] {
      guard let parts = line.arrayValue, parts.count == 9,
        let month = parts[0].stringValue.flatMap({ LegalDate($0) }),
        let region = parts[1].stringValue.flatMap({ RegionCode($0) }),
        let dimension = parts[2].stringValue.flatMap({ FunnelDimension(rawValue: $0) }),
        let value = parts[3].stringValue, let measure = Self.measure(parts)
      else { throw StoredDataError(what: "count of the funnel") }
      let key = FunnelKey(month: month, region: region, dimension: dimension, value: value)
      found[key] = measure
    }
    contributions = found
  }

  private static func measure(_ parts: [JSON]) -> FunnelMeasure? {
    var measure = FunnelMeasure()
    let reached = parts[4].arrayValue?.compactMap(\.intValue) ?? []
    guard reached.count == measure.reached.count, let asked = parts[5].intValue,
      let granted = parts[6].intValue, let drawn = parts[7].intValue,
      let days = parts[8].arrayValue
    else { return nil }
    measure.reached = reached
    measure.askedFen = Int128(asked)
    measure.grantedFen = Int128(granted)
    measure.drawnFen = Int128(drawn)
    for one in days {
      let numbers = one.arrayValue?.compactMap(\.intValue) ?? []
      guard numbers.count == 3, let stage = FunnelStage(rawValue: Int(numbers[0])) else {
        return nil
      }
      var histogram = measure.days[stage] ?? DayHistogram()
      histogram.add(Int(numbers[1]), count: numbers[2])
      measure.days[stage] = histogram
    }
    return measure
  }
}

extension FunnelTable {
  /// As changes of the stored cells.
  var rows: (cells: [FunnelCellRow], days: [FunnelDaysRow]) {
    var rows: [FunnelCellRow] = []
    var days: [FunnelDaysRow] = []
    for (key, measure) in cells {
      rows.append(
        FunnelCellRow(
          month: key.month, region: key.region.text, dimension: key.dimension.rawValue,
          value: key.value, reached: measure.reached, askedFen: measure.askedFen,
          grantedFen: measure.grantedFen, drawnFen: measure.drawnFen))
      for (stage, histogram) in measure.days {
        for (length, cases) in histogram.counts {
          days.append(
            FunnelDaysRow(
              month: key.month, region: key.region.text, dimension: key.dimension.rawValue,
              value: key.value, stage: stage.code, days: length, cases: cases))
        }
      }
    }
    return (rows, days)
  }
}
