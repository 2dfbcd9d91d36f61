import Domain
import Listing
import Store

/// Who is to enter a pool, checked.
struct PoolEntryInput: Sendable {
  enum Who: Sendable {
    case enterprise(EnterpriseID)
    case institution(String)
  }

  var who: Who
  var note: String?

  /// - Throws: `.invalid`.
  init(_ json: JSON, members: PoolRules.Members) throws(ApplicationError) {
    var body = ObjectReader(json)
    var who: Who?
    switch members {
    case .enterprises: who = body.requiredEnterprise("enterprise_id").map { .enterprise($0) }
    case .institutions:
      who = body.requiredString("institution", maximumLength: 64).map { .institution($0) }
    }
    note = body.string("note", maximumLength: 500)
    let faults = body.finish()
    guard faults.isEmpty, let who else { throw .invalid(faults) }
    self.who = who
  }
}

/// What an operator does with a member.
enum PoolVerb: String, Sendable, CaseIterable {
  /// Helps it to a rung of the ladder.
  case aim
  case leave
}

/// A step of a membership with what is given with it, checked.
struct PoolStepInput: Sendable {
  var verb: PoolVerb
  /// The rung, or the reason.
  var detail: String

  /// - Throws: `.invalid`.
  init(_ json: JSON, book: PoolBook) throws(ApplicationError) {
    var body = ObjectReader(json)
    guard let verb = GuarantorInput.required("verb", of: PoolVerb.self, &body) else {
      throw .invalid(body.faults)
    }
    self.verb = verb
    let (name, known): (String, [String]) =
      switch verb {
      case .aim: ("rung", book.ladder.rungs.map(\.code))
      case .leave: ("reason", book.exits.filter { !$0.isOwn }.map(\.code))
      }
    let detail = body.requiredWord(name, of: known)
    let faults = body.finish()
    guard faults.isEmpty, let detail else { throw .invalid(faults) }
    self.detail = detail
  }
}

/// What an operator decides on a proposal.
struct ProposalDecision: Sendable {
  var isAccepted: Bool
  /// Why it is dismissed.
  var reason: String?

  /// - Throws: `.invalid`.
  init(_ json: JSON) throws(ApplicationError) {
    var body = ObjectReader(json)
    _ = body.required("accept")
    let accept = body.boolean("accept")
    switch accept {
    case false: reason = body.requiredString("reason", maximumLength: 500)
    default: break
    }
    let faults = body.finish()
    guard faults.isEmpty, let accept else { throw .invalid(faults) }
    isAccepted = accept
  }
}

/// Which enterprises of a region are looked at for a pool.
struct ScreeningInput: Sendable {
  static let enterprisesMaximum: Int64 = 200

  var region: String?
  var after: EnterpriseID?
  var limit: Int
  var isDryRun: Bool

  /// - Throws: `.invalid`.
  init(_ json: JSON) throws(ApplicationError) {
    var body = ObjectReader(json)
    region = body.regionPrefix("region")
    after = body.optional("after") == nil ? nil : body.requiredEnterprise("after")
    limit = Int(
      body.integer("limit", in: 1...Self.enterprisesMaximum) ?? Self.enterprisesMaximum)
    isDryRun = body.boolean("dry_run") ?? false
    let faults = body.finish()
    guard faults.isEmpty else { throw .invalid(faults) }
  }
}

extension ObjectReader {
  /// The identifier of an enterprise; absent is the fault `required`.
  mutating func requiredEnterprise(_ name: String) -> EnterpriseID? {
    identifier(name, in: requiredString(name))
  }

  /// The identifier of a membership in a pool; absent is the fault `required`.
  mutating func requiredPoolMember(_ name: String) -> PoolMemberID? {
    identifier(name, in: requiredString(name))
  }

  /// The identifier of a listing case; absent gives nil.
  mutating func listingCase(_ name: String) -> ListingCaseID? {
    identifier(name, in: string(name, maximumLength: 64))
  }

  private mutating func identifier<Kind: IdentifierKind>(
    _ name: String, in text: String?
  ) -> Identifier<Kind>? {
    guard let text else { return nil }
    guard let id = Identifier<Kind>(text) else {
      add(
        Fault(
          path(name), "identifier", zh: "应为 \(Kind.prefix)_ 开头的编号",
          en: "must be an identifier that begins with \(Kind.prefix)_"))
      return nil
    }
    return id
  }

  /// One of some words; absent is the fault `required`.
  mutating func requiredWord(_ name: String, of known: [String]) -> String? {
    guard let text = requiredString(name, maximumLength: 64) else { return nil }
    guard known.contains(text) else {
      let list = known.joined(separator: ", ")
      add(
        Fault(path(name), "unknown_value", zh: "取值应为:\(list)", en: "must be one of: \(list)"))
      return nil
    }
    return text
  }

  /// A county, city or province by 2, 4 or 6 digits; absent gives nil.
  mutating func regionPrefix(_ name: String) -> String? {
    guard let text = string(name, maximumLength: 6) else { return nil }
    guard [2, 4, 6].contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else {
      add(
        Fault(
          path(name), "region", zh: "应为 2、4 或 6 位行政区划代码",
          en: "must be a region code of 2, 4 or 6 digits"))
      return nil
    }
    return text
  }

  /// A region code of six digits; absent is the fault `required`.
  mutating func requiredRegion(_ name: String) -> String? {
    guard let text = requiredString(name, maximumLength: 6) else { return nil }
    guard RegionCode(text) != nil else {
      add(
        Fault(
          path(name), "pattern", zh: "应为 6 位行政区划代码", en: "must be a region code of 6 digits"))
      return nil
    }
    return text
  }
}
