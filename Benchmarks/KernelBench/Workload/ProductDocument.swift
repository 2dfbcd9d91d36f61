import Catalog
import Domain

/// Which form of prices the products get.
enum PriceForm: String, CaseIterable {
  /// Base, fees and subsidies added up, as the peers do.
  case allIn = "all_in"
  /// The same figures as cash flows of a loan.
  case annualised
}

/// Says one product of the workload in the product language.
struct ProductDocument {
  let product: JSON
  let facts: [String: WorkloadFact]
  let form: PriceForm

  /// An end of a range beyond this is open.
  private static let openEnd: Int64 = 1 << 59
  private static let citation: JSON = ["document": "synthetic workload", "tag": "SEED"]
  static let institution = "bank"
  static let family = "loan"

  /// The document: everything the peers compare, and nothing else.
  func json() throws -> JSON {
    let id = try product.member("id").integer()
    let name: JSON = ["zh": .string("产品\(id)"), "en": .string("product \(id)")]
    let criteria = try product.member("criteria")
    var members: [String: JSON] = [
      "code": .string(Self.code(id)), "name": name, "institution": .string(Self.institution),
      "family": .string(Self.family), "effective": ["from": "2025-01-01"],
      "source": ["url": "synthetic", "tag": "SEED", "observed_on": "2025-01-01"],
      "criteria": .array(try readCriteria(criteria)),
    ]
    if let tenor = criteria["tenor"] { members["tenor"] = try readTenor(tenor) }
    let offer = try product.member("offer")
    members["limit"] = .array(try readLimit(offer))
    members["min_coverage_ppm"] = .int(
      try offer.member("cover_bp").integer() * WorkloadFact.ppmPerBasisPoint)
    members["pricing"] = try readPricing(product.member("price"))
    return .object(members)
  }

  /// The order of the codes by bytes is that of the numbers.
  static func code(_ id: Int64) -> String {
    let digits = String(id)
    return "p" + String(repeating: "0", count: max(0, 6 - digits.utf8.count)) + digits
  }

  // MARK: Criteria

  private func readCriteria(_ criteria: JSON) throws -> [JSON] {
    guard let members = criteria.objectValue else { throw BenchFailure("criteria: no object") }
    return try members.keys.sorted().filter { $0 != "tenor" }.map { name in
      guard let fact = facts[name], let value = members[name] else {
        throw BenchFailure("unknown criterion \(name)")
      }
      let (op, operand) = try comparison(fact, name, value)
      return criterion(name, fact, op, operand)
    }
  }

  private func criterion(
    _ id: String, _ fact: WorkloadFact, _ op: Operator, _ operand: JSON
  ) -> JSON {
    [
      "id": .string(id), "fact": .string(fact.path), "op": .string(op.rawValue),
      "value": operand, "citation": Self.citation,
    ]
  }

  private func comparison(
    _ fact: WorkloadFact, _ name: String, _ value: JSON
  ) throws -> (Operator, JSON) {
    switch fact.meaning {
    case .boolean: return (.equal, .bool(name != "overdue"))
    case .integer(_, let factor, _):
      if let least = value.intValue { return (.atLeast, .int(least * factor)) }
      return try range(value, factor)
    case .codesOrNone(let codes):
      return (.within, .array(try value.integers().map { .string(codes[Int($0) - 1]) }))
    case .codes(let codes, .industry):
      let isIn = value["in"] != nil
      let listed = try value.member(isIn ? "in" : "ex").integers()
      return (isIn ? .within : .notWithin, .array(listed.map { .string(codes[Int($0)]) }))
    case .codes(_, .region):
      return (.withinRegion, .array(try value.texts().map { .string(Self.region($0)) }))
    case .codes(let codes, _):
      return (.within, .array(try value.integers().map { .string(codes[Int($0)]) }))
    }
  }

  private func range(_ value: JSON, _ factor: Int64) throws -> (Operator, JSON) {
    switch try Self.ends(value) {
    case (let low?, let high?): (.between, [.int(low * factor), .int(high * factor)])
    case (let low?, nil): (.atLeast, .int(low * factor))
    case (nil, let high?): (.atMost, .int(high * factor))
    case (nil, nil): throw BenchFailure("a range without ends")
    }
  }

  private static func ends(_ value: JSON) throws -> (Int64?, Int64?) {
    let ends = try value.integers()
    guard ends.count == 2 else { throw BenchFailure("a range has two ends") }
    return (ends[0] > -openEnd ? ends[0] : nil, ends[1] < openEnd ? ends[1] : nil)
  }

  /// A prefix as a whole division: `3401` as `340100`.
  private static func region(_ prefix: String) -> String {
    prefix + String(repeating: "0", count: max(0, 6 - prefix.utf8.count))
  }

  private func readTenor(_ value: JSON) throws -> JSON {
    let (low, high) = try Self.ends(value)
    var members: [String: JSON] = ["citation": Self.citation]
    if let low { members["min_months"] = .int(low) }
    if let high { members["max_months"] = .int(high) }
    return .object(members)
  }

  // MARK: Limit and price

  private func readLimit(_ offer: JSON) throws -> [JSON] {
    var terms: [JSON] = [
      ["kind": "cap", "fen": try offer.member("cap"), "citation": Self.citation]
    ]
    // A hundredth of the multiple as thousandths; basis points as ppm.
    let kinds: [(member: String, column: String, kind: String, unit: String, factor: Int64)] = [
      ("tax_x100", "tax12", "multiple", "milli", 10),
      ("recv_bp", "recv", "advance_rate", "ppm", WorkloadFact.ppmPerBasisPoint),
      ("coll_bp", "collateral", "share", "ppm", WorkloadFact.ppmPerBasisPoint),
      ("rev_bp", "rev1", "share", "ppm", WorkloadFact.ppmPerBasisPoint),
    ]
    for term in kinds {
      let value = try offer.member(term.member).integer()
      guard value > 0, let fact = facts[term.column] else { continue }
      terms.append([
        "kind": .string(term.kind), "fact": .string(fact.path),
        term.unit: .int(value * term.factor), "citation": Self.citation,
      ])
    }
    return terms
  }

  private func readPricing(_ price: JSON) throws -> JSON {
    let rate = try ppm(price, "rate")
    let fee = try ppm(price, "fee")
    let subsidy = try ppm(price, "subsidy")
    let when = try readConditions(price)
    var members: [String: JSON] = ["form": .string(form.rawValue), "citation": Self.citation]
    var subsidies: [String: JSON] = [
      "id": "specialised", "certain": true, "citation": Self.citation,
    ]
    if !when.isEmpty { subsidies["when"] = .array(when) }
    switch form {
    case .allIn:
      members["base_ppm"] = .int(rate)
      members["fees_ppm"] = .int(fee)
      subsidies["ppm"] = .int(subsidy)
    case .annualised:
      members["rate"] = ["max": ["ppm": .int(rate)]]
      members["repayment"] = .string(try repayment().rawValue)
      if fee > 0 { members["fees"] = [readFee(fee)] }
      subsidies["kind"] = .string(Subsidy.Kind.interestShare.rawValue)
      subsidies["paid"] = .string(Subsidy.Payment.atEnd.rawValue)
      subsidies["ppm"] = .int(subsidy * PartsPerMillion.one / rate)
    }
    if subsidy > 0 { members["subsidies"] = [.object(subsidies)] }
    return .object(members)
  }

  private func ppm(_ price: JSON, _ member: String) throws -> Int64 {
    try price.member(member).integer() * WorkloadFact.ppmPerBasisPoint
  }

  /// When the subsidy is due; empty: always.
  private func readConditions(_ price: JSON) throws -> [JSON] {
    let least = try price.member("subsidy_spec_min").integer()
    guard least > 0, let fact = facts["spec"] else { return [] }
    return [criterion("specialisation", fact, .atLeast, .int(least))]
  }

  private func repayment() throws -> Repayment {
    switch product["kind"]?.stringValue {
    case "mortgage": .equalInstalment
    case "guarantee", "tech", "special", "patent": .equalPrincipal
    case "cashflow": .revolving
    case "tax", "receivable", "chain": .interestMonthlyBullet
    case let kind: throw BenchFailure("unknown kind \(kind ?? "none")")
    }
  }

  private func readFee(_ ppm: Int64) -> JSON {
    let isGuarantee = product["kind"]?.stringValue == "guarantee"
    return [
      "kind": .string(isGuarantee ? "guarantee_fee" : "service_fee"),
      "payee": .string(isGuarantee ? "guarantor" : "lender"),
      "timing": .string((isGuarantee ? Fee.Timing.yearly : .upfront).rawValue),
      "max_ppm": .int(ppm),
    ]
  }
}
