import Catalog
import Domain

/// How long which records are kept; data, with days in force and citations.
public struct RetentionTable: Hashable, Sendable {
  /// What is kept for a period.
  public enum Record: String, CaseIterable, Hashable, Sendable {
    /// That a consumer has applied an event.
    case handledEvent = "handled_event"
    /// An answer for a repeated Idempotency-Key.
    case keptAnswer = "kept_answer"
    /// A dead letter that was resolved or skipped.
    case settledDeadLetter = "settled_dead_letter"
    /// A webhook delivery that is over.
    case webhookDelivery = "webhook_delivery"
    /// An offer that was granted; an erasure waits for it.
    case grantedOffer = "granted_offer"
    /// An entry of the audit trail.
    case auditEntry = "audit_entry"
    /// A consent, given and ended.
    case consentRecord = "consent_record"
    /// Who of an institution read what of an enterprise.
    case accessEntry = "access_entry"
    /// What a source reported of an enterprise for a period.
    case report
    /// An enterprise that asks for nothing any more, or is no more.
    case lapsedEnterprise = "lapsed_enterprise"

    /// Whether nothing deletes it: its period is the least there is, and its row says why it is kept on.
    public var isKeptOn: Bool {
      switch self {
      case .handledEvent, .keptAnswer, .settledDeadLetter, .webhookDelivery, .grantedOffer: false
      case .auditEntry, .consentRecord, .accessEntry, .report, .lapsedEnterprise: true
      }
    }
  }

  /// One period.
  public struct Row: Hashable, Sendable {
    public let record: Record
    public let keep: RetentionPeriod
    public let days: EffectivePeriod
    public let citation: Citation
    /// Why it is kept when its period is over; of what is kept on, and nothing else.
    public let keptOn: Label?
  }

  static let maximumCount = 1_000

  /// Of each record in the order of their days.
  public let rows: [Row]

  /// - Throws: every fault; besides malformed members `empty_range`, `overlap` of two rows of a record,
  ///   `missing_reason` for one that is kept on without a word why, `not_kept_on` for a word why of
  ///   another, `missing_record` for a record without a row, and `gap` for one that a day after its first
  ///   has none of.
  public init(json: JSON) throws(Faults) {
    var reader = ObjectReader(json)
    var rows: [Row] = []
    _ = reader.required("periods")
    let list = reader.array("periods", maximumCount: Self.maximumCount) ?? []
    for (index, json) in list.enumerated() {
      var nested = ObjectReader(json, at: "\(reader.path("periods"))/\(index)")
      if let row = Self.row(&nested) {
        if rows.contains(where: { $0.record == row.record && $0.days.overlaps(row.days) }) {
          nested.add(Fault(nested.path("from"), "overlap", zh: "期间重叠", en: "periods overlap"))
        }
        rows.append(row)
      }
      reader.merge(nested)
    }
    let found = reader.finish() + Nulls.faults(in: json)
    // What is left out by another fault would be told of twice.
    let faults = found.isEmpty ? Self.holes(in: rows) : found
    guard faults.isEmpty else { throw Faults(faults) }
    self.rows = rows.sorted { $0.days.from < $1.days.from }
  }

  private static func row(_ reader: inout ObjectReader) -> Row? {
    let record = reader.requiredChoice("record", of: Record.self)
    let keep = reader.requiredRetentionPeriod("keep")
    let from = reader.requiredDay("from")
    let to = reader.day("to")
    if let from, let to, to < from { reader.add(.emptyRange(reader.path("to"))) }
    let citation = reader.requiredCitation()
    let hasReason = reader.optional("kept_on") != nil
    let keptOn = reader.label("kept_on")
    guard let record, let keep, let from, let citation else { return nil }
    if record.isKeptOn, !hasReason {
      reader.add(
        Fault(
          reader.path("kept_on"), "missing_reason", zh: "缺少期满后继续保存的理由",
          en: "there is no reason why it is kept on"))
    } else if !record.isKeptOn, hasReason {
      reader.add(
        Fault(
          reader.path("kept_on"), "not_kept_on", zh: "该类记录期满后不再保存",
          en: "such records are not kept on"))
    }
    return Row(
      record: record, keep: keep, days: EffectivePeriod(from: from, to: to), citation: citation,
      keptOn: keptOn)
  }

  /// Days without a period.
  private static func holes(in rows: [Row]) -> [Fault] {
    Record.allCases.compactMap { record in
      let own = rows.filter { $0.record == record }.sorted { $0.days.from < $1.days.from }
      guard let last = own.last else {
        return Fault(
          "/periods", "missing_record", zh: "缺少 \(record.rawValue) 的保存期限",
          en: "there is no period of \(record.rawValue)")
      }
      let follows = zip(own, own.dropFirst()).allSatisfy { row, next in
        row.days.to.map { $0.adding(days: 1) == next.days.from } ?? false
      }
      guard !follows || last.days.to != nil else { return nil }
      return Fault(
        "/periods", "gap", zh: "\(record.rawValue) 的保存期限有空档",
        en: "on some day there is no period of \(record.rawValue)")
    }
  }

  /// The row in force on a day; before the first one, that one.
  public func row(of record: Record, on day: LegalDate) -> Row {
    let own = rows.filter { $0.record == record }
    guard let row = own.last(where: { $0.days.from <= day }) ?? own.first else {
      preconditionFailure("a table without \(record.rawValue) was refused")
    }
    return row
  }

  /// The period in force on a day.
  public func period(of record: Record, on day: LegalDate) -> RetentionPeriod {
    row(of: record, on: day).keep
  }
}

extension ObjectReader {
  /// `{count, unit}` of a retention period.
  mutating func requiredRetentionPeriod(_ name: String) -> RetentionPeriod? {
    _ = required(name)
    guard var nested = object(name) else { return nil }
    let count = nested.requiredInteger("count", in: 1...Int64(RetentionPeriod.maximumCount))
    let unit = nested.requiredChoice("unit", of: RetentionPeriod.Unit.self)
    merge(nested)
    guard let count, let unit else { return nil }
    return RetentionPeriod(Int(count), unit)
  }
}
