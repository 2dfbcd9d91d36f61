import Catalog
import Domain

extension PolicySubsidy {
  /// Most families and most kinds of fees.
  private static let maximumCodes = 100
  private static let maximumCodeLength = 64
  private static let fen: ClosedRange<Int64> = 0...Fen.maximum
  private static let months: ClosedRange<Int64> = 1...600
  private static let share: ClosedRange<Int64> = 0...PartsPerMillion.one

  static func read(_ reader: inout ObjectReader) -> PolicySubsidy? {
    let id = reader.requiredName("id")
    let label = reader.requiredLabel("label")
    let families = codes("families", allowing: "_-", &reader) ?? []
    let kind = reader.requiredChoice("kind", of: Kind.self)
    let fees = readFees(kind, &reader)
    let ppm = reader.requiredInteger("ppm", in: share)
    let cap = reader.integer("cap_fen", in: fen)
    let capFirm = reader.integer("cap_firm_fen", in: fen)
    let used = readUsed(&reader)
    let maxMonths = reader.integer("max_months", in: months)
    let minTenor = reader.integer("min_tenor_months", in: months)
    let elements = reader.array("criteria", maximumCount: Criterion.maximumCount) ?? []
    var found: [Fault] = []
    let criteria = Criterion.readAll(
      elements, at: reader.path("criteria"), registry: nil, faults: &found)
    reader.add(found)
    let isCertain = reader.required("certain") == nil ? nil : reader.boolean("certain")
    let paid = reader.requiredChoice("paid", of: Payment.self)
    let group = reader.name("group")
    let effective = readEffective(&reader)
    let citation = reader.requiredCitation()
    guard let id, let label, let kind, let ppm, let isCertain, let paid, let effective,
      let citation
    else { return nil }
    return PolicySubsidy(
      id: id, label: label, families: families, kind: kind, fees: fees, ppm: ppm, capFen: cap,
      capFirmFen: capFirm, used: used, maxMonths: maxMonths, minTenorMonths: minTenor,
      criteria: criteria, isCertain: isCertain, paid: paid, group: group, effective: effective,
      citation: citation)
  }

  private static func readFees(_ kind: Kind?, _ reader: inout ObjectReader) -> [String]? {
    guard reader.optional("fees") != nil else { return nil }
    if let kind, kind != .feeShare {
      reader.add(
        Fault(
          reader.path("fees"), "not_for_kind", zh: "只有 fee_share 可以限定费用种类",
          en: "only a fee_share names kinds of fees"))
    }
    let fees = codes("fees", allowing: "_", &reader)
    if reader.optional("fees") == .array([]) {
      reader.add(
        Fault(
          reader.path("fees"), "empty", zh: "不限种类时请删去该字段",
          en: "leave it out when all fees count"))
    }
    return fees
  }

  /// A cap over all loans of an enterprise needs to know what it had so far, and the other way
  /// round.
  private static func readUsed(_ reader: inout ObjectReader) -> String? {
    let used = reader.string("used")
    let hasCap = reader.optional("cap_firm_fen") != nil
    let hasUsed = reader.optional("used") != nil
    if hasCap != hasUsed {
      reader.add(ObjectReader.requiredFault(reader.path(hasCap ? "used" : "cap_firm_fen")))
    }
    if let used, !FactDefinition.isPath(used) {
      reader.add(.pattern(reader.path("used"), "subsidy.lease_fen"))
      return nil
    }
    return used
  }

  private static func readEffective(_ reader: inout ObjectReader) -> EffectivePeriod? {
    guard reader.required("effective") != nil, var nested = reader.object("effective") else {
      return nil
    }
    let from = nested.requiredDay("from")
    let to = nested.day("to")
    if let from, let to, to < from { nested.add(.emptyRange(nested.path("to"))) }
    reader.merge(nested)
    return from.map { EffectivePeriod(from: $0, to: to) }
  }

  private static func codes(
    _ member: String, allowing extra: String, _ reader: inout ObjectReader
  ) -> [String]? {
    guard let elements = reader.array(member, maximumCount: maximumCodes) else { return nil }
    var codes: [String] = []
    for (index, element) in elements.enumerated() {
      let place = "\(reader.path(member))/\(index)"
      guard case .string(let text) = element else {
        reader.add(ObjectReader.typeFault(place, expected: "string", found: element))
        continue
      }
      if !Name.isValid(text, allowing: extra) || text.utf8.count > maximumCodeLength {
        reader.add(.pattern(place, "a-z 0-9 \(extra)"))
      } else if codes.contains(text) {
        reader.add(.duplicate(place, text))
      } else {
        codes.append(text)
      }
    }
    return codes
  }
}

extension ObjectReader {
  /// An identifier like `requiredName`; absent gives nil.
  mutating func name(_ member: String, allowing extra: String = "_") -> String? {
    optional(member) == nil ? nil : requiredName(member, allowing: extra)
  }
}
