import Domain
import Foundation
import Store

/// What an activity is to be, checked.
struct ActivityInput: Sendable {
  var kind: ActivityRecord.Kind?
  var region: String?
  var title: String?
  var place: String??
  var startsAt: Instant?
  var endsAt: Instant?
  var capacity: Int?

  static let capacityMaximum: Int64 = 1_000

  /// - Parameter isNew: all that must be there must be given; else what is not given stays.
  /// - Throws: `.invalid`.
  init(_ json: JSON, isNew: Bool, now: Instant) throws(ApplicationError) {
    var body = ObjectReader(json)
    if isNew {
      for name in ["title", "starts_at", "ends_at", "capacity"] { _ = body.required(name) }
      kind = GuarantorInput.required("kind", of: ActivityRecord.Kind.self, &body)
      region = body.requiredRegion("region")
    }
    title = body.string("title", maximumLength: 200)
    // An explicit null takes the place back.
    if let given = body.value("place") {
      place = .some(given == .null ? nil : body.string("place", maximumLength: 300))
    }
    startsAt = Self.instant("starts_at", &body)
    endsAt = Self.instant("ends_at", &body)
    if isNew, let startsAt, startsAt <= now {
      body.add(Fault("/starts_at", "past", zh: "应晚于现在", en: "must be after now"))
    }
    if let startsAt, let endsAt, endsAt <= startsAt {
      body.add(Fault("/ends_at", "order", zh: "应晚于开始时间", en: "must be after the beginning"))
    }
    capacity = body.integer("capacity", in: 1...Self.capacityMaximum).map { Int($0) }
    let faults = body.finish()
    guard faults.isEmpty else { throw .invalid(faults) }
  }

  private static func instant(_ name: String, _ body: inout ObjectReader) -> Instant? {
    guard let text = body.string(name, maximumLength: 40) else { return nil }
    guard let instant = Instant(text) else {
      body.add(
        Fault(
          body.path(name), "instant", zh: "应为带时区的 RFC 3339 时间",
          en: "must be an RFC 3339 instant with an offset"))
      return nil
    }
    return instant
  }
}

/// Who is invited, checked.
struct InvitationInput: Sendable {
  static let guestsMaximum = 200

  var enterprises: [EnterpriseID]
  var institutions: [String]

  /// - Throws: `.invalid`.
  init(_ json: JSON) throws(ApplicationError) {
    var body = ObjectReader(json)
    var enterprises: [EnterpriseID] = []
    for (index, element) in (body.array("enterprises", maximumCount: Self.guestsMaximum) ?? [])
      .enumerated()
    {
      guard let id = element.stringValue.flatMap({ EnterpriseID($0) }) else {
        body.add(
          Fault(
            "/enterprises/\(index)", "identifier", zh: "应为 ent_ 开头的编号",
            en: "must be an identifier that begins with ent_"))
        continue
      }
      if !enterprises.contains(id) { enterprises.append(id) }
    }
    var institutions: [String] = []
    for (index, element) in (body.array("institutions", maximumCount: Self.guestsMaximum) ?? [])
      .enumerated()
    {
      guard let code = element.stringValue, (1...64).contains(code.utf8.count) else {
        body.add(
          Fault("/institutions/\(index)", "pattern", zh: "应为机构代码", en: "must be a code"))
        continue
      }
      if !institutions.contains(code) { institutions.append(code) }
    }
    var faults = body.finish()
    if faults.isEmpty, enterprises.isEmpty, institutions.isEmpty {
      faults.append(Fault("", "empty", zh: "至少邀请一家", en: "invite at least one"))
    }
    guard faults.isEmpty else { throw .invalid(faults) }
    self.enterprises = enterprises.sorted()
    self.institutions = institutions.sorted()
  }
}

/// What is done with a guest.
enum GuestVerb: String, Sendable, CaseIterable {
  case register
  case withdraw
  /// It came.
  case attend
  /// It did not.
  case miss

  /// Where it leads from a state; nil where it does not.
  func state(from state: ActivityGuestRecord.State) -> ActivityGuestRecord.State? {
    switch (self, state) {
    case (.register, .invited), (.register, .withdrawn): .registered
    case (.withdraw, .invited), (.withdraw, .registered): .withdrawn
    case (.attend, .registered), (.attend, .absent): .attended
    case (.miss, .registered), (.miss, .attended): .absent
    default: nil
    }
  }

  /// Whether only those who hold the activity say so.
  var isOfHosts: Bool { self == .attend || self == .miss }
}

/// What came of an activity, checked.
struct OutcomeInput: Sendable {
  var kind: ActivityOutcomeRecord.Kind
  var institution: String?
  var amountFen: Int64?
  var note: String?

  /// - Throws: `.invalid`.
  init(_ json: JSON) throws(ApplicationError) {
    var body = ObjectReader(json)
    let kind = GuarantorInput.required("kind", of: ActivityOutcomeRecord.Kind.self, &body)
    institution = body.string("institution", maximumLength: 64)
    amountFen = body.integer("amount_fen", in: 1...Fen.maximum)
    note = body.string("note", maximumLength: 500)
    let faults = body.finish()
    guard faults.isEmpty, let kind else { throw .invalid(faults) }
    self.kind = kind
  }
}
