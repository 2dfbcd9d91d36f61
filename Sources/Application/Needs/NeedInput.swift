import Domain

/// The members of a need that may come in a `POST` or a `PATCH`.
struct NeedTerms {
  var amountFen: Int64?
  var tenorMonths: Int64?
  var purpose: String?
  /// Outer nil: not given; inner nil: given as null, not said.
  var security: [String]??

  init(_ body: inout ObjectReader) {
    if var amount = body.object("amount") {
      amountFen = amount.requiredInteger("fen", in: 1...Fen.maximum)
      if let currency = amount.string("currency", maximumLength: 3), currency != "CNY" {
        amount.add(
          Fault(amount.path("currency"), "currency", zh: "仅支持人民币(CNY)", en: "only CNY is supported")
        )
      }
      body.merge(amount)
    }
    tenorMonths = body.integer("tenor_months", in: 1...600)
    purpose = body.choice("purpose", of: NeedPurpose.self)?.rawValue
    if let given = body.value("security") {
      security = .some(given == .null ? nil : Self.securities(&body))
    }
  }

  private static func securities(_ body: inout ObjectReader) -> [String]? {
    guard let elements = body.array("security", maximumCount: NeedSecurity.allCases.count) else {
      return nil
    }
    var names: [String] = []
    for (index, element) in elements.enumerated() {
      let pointer = "\(body.path("security"))/\(index)"
      guard let name = element.stringValue else {
        body.add(ObjectReader.typeFault(pointer, expected: "string", found: element))
        continue
      }
      guard NeedSecurity(rawValue: name) != nil else {
        let known = NeedSecurity.allCases.map(\.rawValue).joined(separator: ", ")
        body.add(
          Fault(pointer, "unknown_value", zh: "取值应为:\(known)", en: "must be one of: \(known)"))
        continue
      }
      guard !names.contains(name) else {
        body.add(Fault(pointer, "duplicate", zh: "重复", en: "given twice"))
        continue
      }
      names.append(name)
    }
    return names.sorted()
  }
}

/// The checked body of `POST /v1/needs`.
struct NeedInput {
  var enterprise: EnterpriseID
  var amountFen: Int64
  var tenorMonths: Int
  var purpose: String
  var security: [String]?

  init(_ json: JSON) throws(ApplicationError) {
    var body = ObjectReader(json)
    var enterprise: EnterpriseID?
    if let text = body.requiredString("enterprise_id", maximumLength: 64) {
      enterprise = EnterpriseID(text)
      if enterprise == nil {
        body.add(
          Fault(
            body.path("enterprise_id"), "identifier", zh: "企业标识应为 ent_ 加 UUID",
            en: "an enterprise id is ent_ and a UUID"))
      }
    }
    for member in ["amount", "tenor_months", "purpose"] { _ = body.required(member) }
    let terms = NeedTerms(&body)
    let faults = body.finish()
    guard faults.isEmpty, let enterprise, let amount = terms.amountFen,
      let tenor = terms.tenorMonths, let purpose = terms.purpose
    else { throw .invalid(faults) }
    self.enterprise = enterprise
    amountFen = amount
    tenorMonths = Int(tenor)
    self.purpose = purpose
    security = terms.security ?? nil
  }
}
