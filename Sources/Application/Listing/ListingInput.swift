import Catalog
import Domain
import Listing
import Store

/// What is asked for to open a case, checked.
struct ListingOpening: Sendable {
  var enterprise: EnterpriseID
  var board: String
  var sponsor: String?
  var on: LegalDate

  /// - Throws: `.invalid`.
  init(_ json: JSON, today: LegalDate) throws(ApplicationError) {
    var body = ObjectReader(json)
    let enterprise = body.requiredString("enterprise_id").flatMap { EnterpriseID($0) }
    if enterprise == nil, body.faults.isEmpty {
      body.add(
        Fault(
          "/enterprise_id", "identifier", zh: "应为 ent_ 开头的编号",
          en: "must be an identifier that begins with ent_"))
    }
    let board = body.requiredString("board", maximumLength: 64)
    sponsor = Self.sponsor(&body)
    on = Self.past("on", today: today, &body) ?? today
    let faults = body.finish()
    guard faults.isEmpty, let enterprise, let board else { throw .invalid(faults) }
    (self.enterprise, self.board) = (enterprise, board)
  }

  private static func sponsor(_ body: inout ObjectReader) -> String? {
    let sponsor = body.string("sponsor", maximumLength: 64)
    if let sponsor, sponsor.wholeMatch(of: /[a-z0-9][a-z0-9_-]{0,63}/) == nil {
      body.add(
        Fault("/sponsor", "pattern", zh: "应为机构代码", en: "must be the code of an institution"))
    }
    return sponsor
  }

  /// Who is to sponsor a case from now on; nil is said by an explicit null, so that nobody is dropped by
  /// leaving it out.
  ///
  /// - Throws: `.invalid`.
  static func sponsor(_ json: JSON) throws(ApplicationError) -> String? {
    var body = ObjectReader(json)
    if body.value("sponsor") == nil { body.add(ObjectReader.requiredFault("/sponsor")) }
    let sponsor = Self.sponsor(&body)
    let faults = body.finish()
    guard faults.isEmpty else { throw .invalid(faults) }
    return sponsor
  }

  /// A day on which something happened: not after today.
  static func past(
    _ name: String, today: LegalDate, _ body: inout ObjectReader
  ) -> LegalDate? {
    guard let day = body.day(name) else { return nil }
    if day > today {
      body.add(
        Fault(body.path(name), "future", zh: "日期不得晚于今天", en: "a day that is not after today"))
    } else if day.year < 1990 {
      body.add(Fault(body.path(name), "range", zh: "日期过早", en: "a day that is too long ago"))
    }
    return day
  }
}

/// A step of a case with its documents, checked. Whether the board admits it is for the board to say.
struct ListingStepInput: Sendable {
  static let maximumEvidence = 50

  var request: CaseRequest

  /// - Throws: `.invalid`.
  init(_ json: JSON, today: LegalDate) throws(ApplicationError) {
    var body = ObjectReader(json)
    let verb = body.requiredString("verb", maximumLength: 64)
    let role = body.requiredString("role", maximumLength: 64)
    let on = ListingOpening.past("on", today: today, &body) ?? today
    let reason = body.string("reason", maximumLength: 64)
    var evidence: [CaseEvidence] = []
    let elements = body.array("evidence", maximumCount: Self.maximumEvidence) ?? []
    for (index, element) in elements.enumerated() {
      var nested = ObjectReader(element, at: "\(body.path("evidence"))/\(index)")
      if let one = Self.evidence(&nested, today: today) { evidence.append(one) }
      body.merge(nested)
    }
    let faults = body.finish()
    guard faults.isEmpty, let verb, let role else { throw .invalid(faults) }
    request = CaseRequest(verb, by: role, on: on, evidence: evidence, reason: reason)
  }

  private static func evidence(
    _ reader: inout ObjectReader, today: LegalDate
  ) -> CaseEvidence? {
    let kind = reader.requiredString("kind", maximumLength: 64)
    let document = text("document", &reader)
    let issuer = text("issuer", &reader)
    let hash = reader.requiredString("sha256", maximumLength: 64)
    let digest = hash.flatMap(Self.digest)
    if hash != nil, digest == nil {
      reader.add(
        Fault(
          reader.path("sha256"), "pattern", zh: "应为64位小写十六进制的 SHA-256",
          en: "must be a SHA-256 of 64 lowercase hexadecimal digits"))
    }
    _ = reader.required("issued_on")
    let issuedOn = ListingOpening.past("issued_on", today: today, &reader)
    let cutOff = ListingOpening.past("cut_off_on", today: today, &reader)
    if let issuedOn, let cutOff, issuedOn < cutOff {
      reader.add(
        Fault(
          reader.path("cut_off_on"), "order", zh: "不得晚于出具日",
          en: "not after the day of issue"))
    }
    guard reader.faults.isEmpty, let kind, let document, let issuer, let digest, let issuedOn
    else { return nil }
    let evidence = CaseEvidence(
      kind: kind, document: document, digest: digest, issuedOn: issuedOn, issuer: issuer,
      cutOff: cutOff)
    if evidence == nil {
      reader.add(Fault(reader.pointer, "empty", zh: "文号与出具单位不得为空", en: "must not be blank"))
    }
    return evidence
  }

  private static func text(_ name: String, _ reader: inout ObjectReader) -> String? {
    reader.requiredString(name, maximumLength: CaseEvidence.maximumLength)
  }

  private static func digest(_ text: String) -> Digest? {
    let digits = Array(text.utf8)
    guard digits.count == 64 else { return nil }
    var bytes: [UInt8] = []
    for place in stride(from: 0, to: 64, by: 2) {
      guard let high = digit(digits[place]), let low = digit(digits[place + 1]) else { return nil }
      bytes.append(high << 4 | low)
    }
    return Digest(bytes: bytes)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }
}

/// What a plan is to be counted back from, checked.
struct ListingTarget: Sendable {
  /// Furthest target.
  static let maximumDays = 3_660

  var target: LegalDate
  var pace: PlanRequest.Pace
  var options: [String]
  var rounds: Int?

  /// - Parameter board: the board of the case.
  /// - Throws: `.invalid`.
  init(_ json: JSON, today: LegalDate, board: Board) throws(ApplicationError) {
    var body = ObjectReader(json)
    let target = body.requiredDay("target_on")
    if let target { body.add(Self.faults(target, at: "/target_on", today: today)) }
    pace = body.choice("pace", of: PlanRequest.Pace.self) ?? .typical
    options = Set(body.texts("options") ?? []).sorted()
    let known = Set(board.plan.steps.compactMap(\.option))
    for option in options where !known.contains(option) {
      body.add(
        Fault(
          "/options", "unknown_value", zh: "该板块没有此选项：\(option)",
          en: "the board has no option \(option)"))
    }
    let most = Int64(board.plan.rounds?.most ?? 1)
    rounds = body.integer("rounds", in: 1...most).map { Int($0) }
    let faults = body.finish()
    guard faults.isEmpty, let target else { throw .invalid(faults) }
    self.target = target
  }

  static func faults(_ target: LegalDate, at pointer: String, today: LegalDate) -> [Fault] {
    guard target < today || target > today.adding(days: maximumDays) else { return [] }
    return [
      Fault(
        pointer, "range", zh: "应在今天与十年之内", en: "must lie between today and ten years from now")
    ]
  }
}
