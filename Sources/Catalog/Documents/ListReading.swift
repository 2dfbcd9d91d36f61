import Domain

extension ObjectReader {
  /// Elements of an array member, each read as an object; absent is the fault `required`.
  public mutating func requiredList<Element>(
    _ member: String, maximumCount: Int, _ read: (inout ObjectReader) -> Element?
  ) -> [Element] {
    guard required(member) != nil else { return [] }
    return list(member, maximumCount: maximumCount, read)
  }

  /// Elements of an array member, each read as an object; absent gives none.
  public mutating func list<Element>(
    _ member: String, maximumCount: Int, _ read: (inout ObjectReader) -> Element?
  ) -> [Element] {
    var list: [Element] = []
    for (index, json) in (array(member, maximumCount: maximumCount) ?? []).enumerated() {
      var nested = ObjectReader(json, at: "\(path(member))/\(index)")
      if let element = read(&nested) { list.append(element) }
      merge(nested)
    }
    return list
  }

  /// The members `from` and `to`, closed days; `to` may be left out.
  public mutating func requiredPeriod() -> EffectivePeriod? {
    let from = requiredDay("from")
    let to = day("to")
    if let from, let to, to < from {
      add(.emptyRange(path("to")))
      return nil
    }
    return from.map { EffectivePeriod(from: $0, to: to) }
  }

  /// A share in ppm, 0 to 1,000,000.
  public mutating func requiredShare(_ name: String) -> Int64? {
    requiredInteger(name, in: 0...PartsPerMillion.one)
  }

  /// An amount in fen.
  public mutating func fen(_ name: String) -> Fen? {
    integer(name, in: 0...Fen.maximum).flatMap(Fen.init)
  }

  public mutating func requiredFen(_ name: String) -> Fen? {
    requiredInteger(name, in: 0...Fen.maximum).flatMap(Fen.init)
  }

  /// Words of a closed list in an array member, none twice; absent gives nil.
  public mutating func choices<T: RawRepresentable & CaseIterable>(
    _ name: String, of type: T.Type
  ) -> [T]? where T.RawValue == String {
    guard let words = texts(name, maximumCount: T.allCases.count) else { return nil }
    var list: [T] = []
    for (index, word) in words.enumerated() {
      if let value = T(rawValue: word) {
        list.append(value)
      } else {
        add(.undeclared("\(path(name))/\(index)", "unknown_value", word))
      }
    }
    return list
  }
}

extension Fault {
  /// A row that is for the same thing on the same days as one before it.
  public static func overlap(_ pointer: String) -> Fault {
    Fault(
      pointer, "overlap", zh: "与前面的条目在同一期间重叠",
      en: "is for the same thing on the same days as an entry before it")
  }
}

/// Rows that hold on some days: of one name, never two on one day.
public enum Periods {
  /// Where a row overlaps one before it: its place.
  public static func overlaps<Row>(
    _ rows: [Row], name: (Row) -> String, days: (Row) -> EffectivePeriod
  ) -> [Int] {
    rows.indices.filter { index in
      rows[..<index].contains {
        name($0) == name(rows[index]) && days($0).overlaps(days(rows[index]))
      }
    }
  }
}
