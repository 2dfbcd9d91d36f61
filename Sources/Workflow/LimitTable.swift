import Catalog
import Domain

/// Time limits that products and counties set in place of a state machine's own; data, with days in
/// force and citations.
public struct LimitTable: Hashable, Sendable {
  /// One limit, for all that it does not leave out.
  public struct Row: Hashable, Sendable {
    /// The timer's code.
    public let timer: String
    /// A product's code; nil for all.
    public let product: String?
    /// What the region of the enterprise begins with; nil for everywhere.
    public let region: String?
    public let limit: TimeLimit
    /// First and last day in force; nil for without end.
    public let from: LegalDate
    public let to: LegalDate?
    public let citation: Citation
  }

  static let maximumCount = 10_000

  public let rows: [Row]

  /// - Throws: every fault; besides malformed members `unknown_timer`, `empty_range`, and `overlap` for
  ///   a row that is for the same offers on the same days as one before it.
  public init(json: JSON, machine: StateMachine) throws(Faults) {
    var reader = ObjectReader(json)
    var rows: [Row] = []
    _ = reader.required("limits")
    let list = reader.array("limits", maximumCount: Self.maximumCount) ?? []
    for (index, json) in list.enumerated() {
      var nested = ObjectReader(json, at: "\(reader.path("limits"))/\(index)")
      if let row = Self.row(&nested, machine) {
        if rows.contains(where: { $0.overlaps(row) }) {
          nested.add(
            Fault(
              nested.pointer, "overlap", zh: "与前面的时限重叠",
              en: "is for the same offers on the same days as another limit"))
        }
        rows.append(row)
      }
      reader.merge(nested)
    }
    let faults = reader.finish() + Nulls.faults(in: json)
    guard faults.isEmpty else { throw Faults(faults) }
    self.rows = rows
  }

  private static func row(_ reader: inout ObjectReader, _ machine: StateMachine) -> Row? {
    let timer = reader.requiredName("timer")
    if let timer, !machine.timers.contains(where: { $0.code == timer }) {
      reader.add(
        Fault(
          reader.path("timer"), "unknown_timer", zh: "没有该计时", en: "there is no such timer"))
    }
    var product: String?
    if reader.optional("product") != nil { product = reader.requiredName("product", allowing: "-") }
    let region = reader.string("region", maximumLength: 6)
    if let region, region.isEmpty || !region.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      reader.add(
        Fault(reader.path("region"), "pattern", zh: "应为 1 至 6 位数字", en: "1 to 6 digits"))
    }
    let limit = reader.requiredTimeLimit("within")
    let from = reader.required("from") == nil ? nil : reader.day("from")
    let to = reader.day("to")
    if let from, let to, to < from { reader.add(.emptyRange(reader.path("to"))) }
    let citation = reader.requiredCitation()
    guard let timer, let limit, let from, let citation else { return nil }
    return Row(
      timer: timer, product: product, region: region, limit: limit, from: from, to: to,
      citation: citation)
  }

  /// The limit that counts for what begins on a day.
  ///
  /// - Returns: the timer's own where no row says another.
  public func limit(
    of timer: Timer, product: String, region: String, on day: LegalDate
  ) -> TimeLimit {
    let fitting = rows.filter {
      $0.timer == timer.code && $0.product ?? product == product
        && region.hasPrefix($0.region ?? "") && $0.from <= day && day <= $0.to ?? day
    }
    return fitting.max { $0.weight < $1.weight }?.limit ?? timer.limit
  }
}

extension LimitTable.Row {
  /// How much it says about an offer: the product first, then the region.
  fileprivate var weight: Int { (product == nil ? 0 : 10) + (region?.utf8.count ?? 0) }

  fileprivate func overlaps(_ other: LimitTable.Row) -> Bool {
    (timer, product, region) == (other.timer, other.product, other.region)
      && from <= other.to ?? from && other.from <= to ?? other.from
  }
}
