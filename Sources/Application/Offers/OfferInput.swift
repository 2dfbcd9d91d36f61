import Catalog
import Domain
import Store

/// What is given with a verb, checked.
struct OfferInput: Sendable {
  var reasons: [ReasonCode] = []
  var about: String?
  var note: String?
  var contactedOn: LegalDate?
  var grant: OfferGrant?
  var draw: OfferDraw?

  /// Names of what is given, as the state machine demands them.
  var given: Set<String> {
    var names: Set<String> = []
    if !reasons.isEmpty { names.insert("reason") }
    if contactedOn != nil { names.insert("contacted_on") }
    if grant != nil { names.formUnion(["granted_fen", "granted_rate_ppm", "granted_on"]) }
    if draw != nil { names.formUnion(["drawn_fen", "drawn_on"]) }
    return names
  }

  init() {}

  /// What the service itself gives when it takes an offer away.
  init(reason: ReasonCode) { reasons = [reason] }

  /// Most reasons of one decline.
  private static let maximumReasons = 4
  private static let moneyRange: ClosedRange<Int64> = 1...10_000_000_000_000

  /// - Parameters:
  ///   - verb: members of other verbs are not known.
  ///   - today: no day lies after it.
  /// - Throws: `.invalid`.
  init(_ body: JSON, verb: OfferVerb, rules: OfferRules, today: LegalDate) throws(ApplicationError)
  {
    var reader = ObjectReader(body)
    switch verb {
    case .claim, .withdraw: break
    case .contact: contactedOn = reader.requiredPastDay("contacted_on", today: today)
    case .grant:
      let fen = reader.requiredInteger("granted_fen", in: Self.moneyRange)
      let rate = reader.requiredInteger("granted_rate_ppm", in: 0...1_000_000)
      let day = reader.requiredPastDay("granted_on", today: today)
      if let fen, let rate, let day { grant = OfferGrant(fen: fen, ratePpm: Int(rate), on: day) }
    case .draw:
      let fen = reader.requiredInteger("drawn_fen", in: Self.moneyRange)
      let day = reader.requiredPastDay("drawn_on", today: today)
      let maturesOn = reader.day("matures_on")
      if let day, let maturesOn, maturesOn <= day {
        reader.add(
          Fault(
            reader.path("matures_on"), "order", zh: "应晚于放款日期",
            en: "must be after the day of the draw"))
      }
      if let fen, let day { draw = OfferDraw(fen: fen, on: day, maturesOn: maturesOn) }
    case .decline, .reassign:
      reasons = Self.reasons(&reader)
      note = reader.string("note", maximumLength: 1_000)
      about = reader.string("about", maximumLength: 100)
      let needsAbout = reasons.contains { rules.reason($0).needsAbout }
      if verb == .decline, needsAbout, about == nil {
        reader.add(ObjectReader.requiredFault("/about"))
      }
      if reasons.contains(.other), note == nil { reader.add(ObjectReader.requiredFault("/note")) }
    }
    let faults = reader.finish()
    guard faults.isEmpty else { throw .invalid(faults) }
  }

  private static func reasons(_ reader: inout ObjectReader) -> [ReasonCode] {
    _ = reader.required("reasons")
    let elements = reader.array("reasons", maximumCount: maximumReasons) ?? []
    var reasons: [ReasonCode] = []
    for (index, element) in elements.enumerated() {
      let pointer = "\(reader.path("reasons"))/\(index)"
      guard let code = element.stringValue.flatMap(ReasonCode.init(rawValue:)) else {
        let known = ReasonCode.allCases.map(\.rawValue).joined(separator: ", ")
        reader.add(
          Fault(pointer, "unknown_value", zh: "取值应为:\(known)", en: "must be one of: \(known)"))
        continue
      }
      if reasons.contains(code) {
        reader.add(.duplicate(pointer, code.rawValue))
      } else {
        reasons.append(code)
      }
    }
    if elements.isEmpty {
      reader.add(
        Fault(
          reader.path("reasons"), "too_few", zh: "至少一个原因", en: "at least one reason", limit: 1))
    }
    return reasons
  }
}

/// What somebody does to an offer. `expire` is the service's own.
public enum OfferVerb: String, Sendable, Hashable, CaseIterable {
  case claim
  case contact
  case grant
  case draw
  case decline
  case withdraw
  case reassign
}
