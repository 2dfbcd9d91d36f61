import Catalog
import Domain

extension PolicyParameter {
  private static let numbers = -FactDefinition.magnitudeLimit...FactDefinition.magnitudeLimit

  static func read(_ reader: inout ObjectReader) -> PolicyParameter? {
    let id = reader.requiredName("id")
    let unit = reader.requiredChoice("unit", of: FactUnit.self)
    let label = reader.requiredLabel("label")
    let citation = reader.requiredCitation()
    let hasSeries = reader.optional("series") != nil
    let points: [Point]
    if reader.optional("values") == nil {
      if !hasSeries { reader.add(ObjectReader.requiredFault(reader.path("series"))) }
      points = readSeries(&reader)
    } else {
      if hasSeries {
        reader.add(
          Fault(
            reader.path("values"), "exclusive", zh: "series 与 values 只能写一个",
            en: "give series or values, not both"))
      }
      points = readValues(&reader)
    }
    guard let id, let unit, let label, let citation, !points.isEmpty else { return nil }
    return PolicyParameter(id: id, unit: unit, label: label, citation: citation, series: points)
  }

  private static func elements(_ name: String, _ reader: inout ObjectReader) -> [JSON] {
    let elements = reader.array(name, maximumCount: PolicyPack.maximumCount)
    if elements?.isEmpty == true {
      reader.add(Fault(reader.path(name), "empty", zh: "不得为空", en: "must not be empty"))
    }
    return elements ?? []
  }

  /// Each value lasts until the next.
  private static func readSeries(_ reader: inout ObjectReader) -> [Point] {
    var series: [Point] = []
    for (index, json) in elements("series", &reader).enumerated() {
      var nested = ObjectReader(json, at: "\(reader.path("series"))/\(index)")
      let from = nested.requiredDay("from")
      let value = nested.requiredInteger("value", in: numbers)
      if let from, let last = series.last, from <= last.from {
        nested.add(
          Fault(
            nested.path("from"), "order", zh: "日期应逐条递增", en: "days must rise"))
      }
      reader.merge(nested)
      if let from, let value { series.append(Point(from: from, value: value)) }
    }
    return series
  }

  /// Each value lasts from its first to its last day, and the next begins the day after.
  private static func readValues(_ reader: inout ObjectReader) -> [Point] {
    var points: [Point] = []
    // Without the day a row begins, nothing can be said of the one after it.
    var last: (from: LegalDate, to: LegalDate?)?
    for (index, json) in elements("values", &reader).enumerated() {
      var nested = ObjectReader(json, at: "\(reader.path("values"))/\(index)")
      let from = nested.requiredDay("from")
      let to = nested.day("to")
      let value = nested.requiredInteger("value", in: numbers)
      let citation = nested.citation()
      let verified = nested.boolean("verified")
      if let from, let to, to < from { nested.add(.emptyRange(nested.path("to"))) }
      if let from, let last, let fault = fault(from, to, after: last, at: nested.path("from")) {
        nested.add(fault)
      }
      let isReadable = nested.faults.isEmpty
      reader.merge(nested)
      last = from.flatMap { isReadable ? ($0, to) : nil }
      if let from, let value {
        points.append(
          Point(from: from, to: to, value: value, citation: citation, verified: verified))
      }
    }
    return points
  }

  private static func fault(
    _ from: LegalDate, _ to: LegalDate?, after last: (from: LegalDate, to: LegalDate?),
    at pointer: String
  ) -> Fault? {
    guard let lastTo = last.to else {
      return Fault(
        pointer, "overlap", zh: "前一条没有截止日期，与本条重叠",
        en: "the row before has no last day and overlaps this one")
    }
    if let to, to < last.from {
      return Fault(pointer, "order", zh: "日期应逐条递增", en: "days must rise")
    }
    if from <= lastTo {
      return Fault(
        pointer, "overlap", zh: "与前一条（至 \(lastTo.text)）重叠",
        en: "overlaps the row before, which lasts until \(lastTo.text)")
    }
    if from > lastTo.adding(days: 1) {
      return Fault(
        pointer, "gap", zh: "与前一条（至 \(lastTo.text)）之间有空档",
        en: "leaves a gap after the row before, which lasts until \(lastTo.text)")
    }
    return nil
  }
}
