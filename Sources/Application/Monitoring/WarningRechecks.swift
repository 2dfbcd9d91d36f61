import Domain
import Monitoring
import Postgres
import Store

extension MonitoringDesk {
  /// Offers, guarantees, financings and listing cases that one red warning has looked at anew: the newest ones of each.
  static let touchesMaximum = 100

  /// Has what is under way or running of the enterprise looked at anew by whoever has it: each is told by an event, an
  /// institution only where it is exposed and may see the enterprise. No offer, guarantee or money changes by itself;
  /// its facts have its needs matched again, and its listing cases are looked at by their own rules.
  mutating func recheck(_ warning: WarningRecord) async throws {
    let touches =
      try await WarningTouchRepository.live(
        of: [enterprise.id], limit: Self.touchesMaximum, session)[enterprise.id] ?? []
    try await WarningTouchRepository.insert(
      touches, of: warning.id, version: warning.version, session)
    let exposed = Set(try await exposed())
    for touch in touches {
      writer.add(
        .recheckRequested, enterprise: enterprise.id, subject: warning.id.text,
        data: [
          "warning_id": .string(warning.id.text), "rule": .string(warning.rule),
          "level": .string(warning.level), "version": .int(Int64(warning.version)),
          "kind": .string(touch.kind), "subject_id": .string(WarningTouchView.identifier(touch)),
          "state": .string(touch.state),
          "institutions": .array(
            touch.institutions.filter(exposed.contains).sorted().map(JSON.string)),
        ], traceparent: traceparent)
    }
    try await session.execute(ListingAccountRepository.hastening(enterprise.id, at: now))
  }
}

/// How what a red warning touched looks.
enum WarningTouchView {
  static func json(_ touch: WarningTouch) -> JSON {
    [
      "kind": .string(touch.kind), "subject_id": .string(identifier(touch)),
      "state": .string(touch.state),
    ]
  }

  /// As the routes of its kind name it.
  static func identifier(_ touch: WarningTouch) -> String {
    switch touch.kind {
    case "offer": OfferID(touch.subject).text
    case "guarantee": GuaranteeID(touch.subject).text
    case "receivable_financing": ReceivableFinancingID(touch.subject).text
    default: ListingCaseID(touch.subject).text
    }
  }
}
