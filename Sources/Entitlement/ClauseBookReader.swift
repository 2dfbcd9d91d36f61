import Catalog
import Domain

extension ClauseBook {
  /// Most clauses, and most entries in a list of one.
  static let maximumCount = 2_000
  static let maximumDocuments = 50
  private static let months: ClosedRange<Int64> = 1...600

  /// From a document in the form of `Schemas/entitlement/clauses.yaml`.
  ///
  /// - Parameter registry: the facts that criteria may name.
  /// - Throws: every fault, with pointers; besides malformed members `share_sum` (payers that do not sum
  ///   to the whole), `duplicate_id` (a level or a paper twice), `not_for_amount` (a base, a cap or a
  ///   ladder where the amount has no use for it), `not_for_trigger`, `order` (a cap above a greater one,
  ///   a window that ends before it begins), `overlap` (two versions of one clause on the same day).
  public init(json: JSON, registry: FactRegistry) throws(Faults) {
    var reader = ObjectReader(json)
    let entries = reader.requiredList("clauses", maximumCount: Self.maximumCount) {
      Self.readEntry(&$0, registry)
    }
    var faults = reader.finish() + Nulls.faults(in: json)
    if faults.isEmpty {
      faults = Periods.overlaps(entries, name: \.clause.code, days: \.clause.period).map {
        .overlap("/clauses/\($0)")
      }
    }
    guard faults.isEmpty else { throw Faults(faults) }
    self.entries = entries
  }

  private static func readEntry(
    _ reader: inout ObjectReader, _ registry: FactRegistry
  ) -> Entry? {
    let code = reader.requiredName("code", allowing: "-_.")
    let label = reader.requiredLabel("label")
    let period = reader.requiredPeriod()
    let jurisdiction = region("jurisdiction", &reader)
    let trigger = reader.requiredChoice("trigger", of: EntitlementClause.Trigger.self)
    let event = readEvent(trigger, &reader)
    let subject = reader.requiredChoice("subject", of: EntitlementClause.Subject.self)
    let family = name("family", &reader)
    let ladder = name("ladder", &reader)
    let amount = readAmount(ladder, &reader)
    let caps = readCaps(amount, &reader)
    let tenor = reader.integer("min_tenor_months", in: months)
    let most = reader.integer("max_months", in: months)
    if let trigger, !trigger.isContract, tenor != nil || most != nil {
      reader.add(
        misplaced(reader.path(tenor == nil ? "max_months" : "min_tenor_months"), "trigger"))
    }
    let (criteria, conditions) = readCriteria(&reader, registry)
    let payers = readPayers(&reader)
    let window = readWindow(&reader)
    let isAutomatic = reader.boolean("automatic") ?? false
    let documents = readDocuments(&reader)
    let citation = reader.requiredCitation()
    guard let code, let label, let period, let trigger, let subject, let amount, let window,
      let citation
    else { return nil }
    return Entry(
      clause: EntitlementClause(
        code: code, label: label, period: period, jurisdiction: jurisdiction, trigger: trigger,
        event: event, subject: subject, family: family, ladder: ladder, amount: amount,
        claimCap: caps.claim, enterpriseCap: caps.enterprise, yearCap: caps.year,
        minimumTenorMonths: tenor, maximumMonths: most, criteria: criteria, payers: payers,
        window: window, isAutomatic: isAutomatic, documents: documents, citation: citation),
      conditions: conditions)
  }

  private static func name(_ member: String, _ reader: inout ObjectReader) -> String? {
    reader.optional(member) == nil ? nil : reader.requiredName(member)
  }

  private static func misplaced(_ pointer: String, _ what: String) -> Fault {
    Fault(
      pointer, "not_for_\(what)", zh: "与该\(what == "amount" ? "金额形式" : "触发方式")不符",
      en: "has no use for this \(what)")
  }

  private static func region(_ member: String, _ reader: inout ObjectReader) -> RegionCode? {
    guard let text = reader.string(member, maximumLength: 6) else { return nil }
    guard let region = RegionCode(text) else {
      reader.add(.pattern(reader.path(member), "340000"))
      return nil
    }
    return region
  }

  /// Titles and stages are named; contracts are not.
  private static func readEvent(
    _ trigger: EntitlementClause.Trigger?, _ reader: inout ObjectReader
  ) -> String? {
    guard let trigger else {
      _ = reader.optional("event")
      return nil
    }
    guard trigger.isContract else { return reader.requiredName("event", allowing: "_-.") }
    if reader.optional("event") != nil {
      reader.add(misplaced(reader.path("event"), "trigger"))
    }
    return nil
  }

  private static func readAmount(
    _ ladder: String?, _ reader: inout ObjectReader
  ) -> EntitlementClause.Amount? {
    guard reader.required("amount") != nil, var nested = reader.object("amount") else { return nil }
    defer { reader.merge(nested) }
    let kind = nested.requiredChoice("kind", of: AmountKind.self)
    switch kind {
    case .fixed: return nested.requiredFen("fen").map { .fixed($0) }
    case .upTo: return nested.requiredFen("fen").map { .upTo($0) }
    case .topUp:
      if ladder == nil { reader.add(ObjectReader.requiredFault(reader.path("ladder"))) }
      return nested.requiredFen("fen").map { .topUp(to: $0) }
    case .share:
      let ppm = nested.requiredShare("ppm")
      let base = nested.requiredChoice("of", of: EntitlementClause.Base.self)
      guard let ppm, let base else { return nil }
      return .share(ppm: ppm, of: base)
    case .unstated: return .unstated
    case nil: return nil
    }
  }

  private enum AmountKind: String, CaseIterable {
    case fixed
    case upTo = "up_to"
    case topUp = "top_up"
    case share
    case unstated
  }

  private static func readCaps(
    _ amount: EntitlementClause.Amount?, _ reader: inout ObjectReader
  ) -> (claim: Fen?, enterprise: Fen?, year: Fen?) {
    let claim = reader.fen("cap_claim_fen")
    let enterprise = reader.fen("cap_enterprise_fen")
    let year = reader.fen("cap_year_fen")
    if claim != nil, let amount {
      switch amount {
      case .share: break
      case .fixed, .upTo, .topUp, .unstated:
        reader.add(misplaced(reader.path("cap_claim_fen"), "amount"))
      }
    }
    for (name, cap) in [("cap_claim_fen", claim), ("cap_year_fen", year)] {
      if let cap, let enterprise, cap > enterprise {
        reader.add(
          Fault(
            reader.path(name), "order", zh: "不得高于每户累计上限",
            en: "not above what one enterprise gets in all"))
      }
    }
    return (claim, enterprise, year)
  }

  private static func readCriteria(
    _ reader: inout ObjectReader, _ registry: FactRegistry
  ) -> ([Criterion], [(id: String, condition: Condition)]) {
    let elements = reader.array("criteria", maximumCount: Criterion.maximumCount) ?? []
    var faults: [Fault] = []
    let criteria = Criterion.readAll(
      elements, at: reader.path("criteria"), registry: registry, faults: &faults)
    reader.add(faults)
    return (
      criteria,
      criteria.compactMap { criterion in
        Condition([criterion], registry: registry).map { (criterion.id, $0) }
      }
    )
  }

  private static func readPayers(_ reader: inout ObjectReader) -> [EntitlementClause.Payer] {
    let place = reader.path("payers")
    let payers = reader.list("payers", maximumCount: EntitlementClause.Level.allCases.count) {
      nested -> EntitlementClause.Payer? in
      let level = nested.requiredChoice("level", of: EntitlementClause.Level.self)
      let whose = Self.region("region", &nested)
      let ppm = nested.requiredShare("ppm")
      guard let level, let ppm else { return nil }
      return EntitlementClause.Payer(level: level, region: whose, ppm: ppm)
    }
    var seen: Set<EntitlementClause.Level> = []
    for payer in payers where !seen.insert(payer.level).inserted {
      reader.add(.duplicate(place, payer.level.rawValue))
    }
    if !payers.isEmpty, payers.reduce(0, { $0 + $1.ppm }) != PartsPerMillion.one {
      reader.add(
        Fault(
          place, "share_sum", zh: "各级承担比例之和应为 1000000",
          en: "what the levels pay must sum to 1,000,000 ppm"))
    }
    return payers
  }

  private enum WindowKind: String, CaseIterable {
    case open
    case months
    case days
    case yearly
  }

  private static func readWindow(_ reader: inout ObjectReader) -> ClaimWindow? {
    guard reader.required("window") != nil, var nested = reader.object("window") else { return nil }
    defer { reader.merge(nested) }
    switch nested.requiredChoice("kind", of: WindowKind.self) {
    case .open: return .open
    case .months: return nested.requiredInteger("count", in: months).map { .months($0) }
    case .days: return nested.requiredInteger("count", in: 1...3_660).map { .days($0) }
    case .yearly:
      let from = monthDay("from", &nested)
      let to = monthDay("to", &nested)
      let after = nested.requiredInteger("years_after", in: 0...10)
      guard let from, let to, let after else { return nil }
      guard from <= to else {
        nested.add(
          Fault(nested.path("to"), "order", zh: "不得早于开始日", en: "not before the first day"))
        return nil
      }
      return .yearly(from: from, to: to, yearsAfter: after)
    case nil: return nil
    }
  }

  private static func monthDay(
    _ member: String, _ reader: inout ObjectReader
  ) -> ClaimWindow.MonthDay? {
    guard let text = reader.requiredString(member, maximumLength: 5) else { return nil }
    guard let day = ClaimWindow.MonthDay(text) else {
      reader.add(.pattern(reader.path(member), "03-31"))
      return nil
    }
    return day
  }

  private static func readDocuments(
    _ reader: inout ObjectReader
  ) -> [EntitlementClause.Document] {
    let place = reader.path("documents")
    let documents = reader.list("documents", maximumCount: maximumDocuments) {
      nested -> EntitlementClause.Document? in
      let code = nested.requiredName("code")
      let label = nested.requiredLabel("label")
      guard let code, let label else { return nil }
      return EntitlementClause.Document(code: code, label: label)
    }
    var seen: Set<String> = []
    for document in documents where !seen.insert(document.code).inserted {
      reader.add(.duplicate(place, document.code))
    }
    return documents
  }
}

extension EntitlementClause.Trigger {
  /// Whether it is a contract, which has a tenor and bases of shares.
  public var isContract: Bool {
    switch self {
    case .title, .stage: false
    case .lease, .loan, .technologyLoan, .projectLoan, .ipPledge, .bond: true
    }
  }
}
