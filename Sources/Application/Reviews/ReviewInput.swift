import Domain
import Store

/// The checked body of a request for review.
struct ReviewRequest {
  /// Longest reason or finding, in characters.
  static let maximumWords = 2_000
  static let maximumContact = 200

  var reason: String
  /// How the person who asks can be reached; optional, shown to the side that
  /// asked and to whoever took the review.
  var contact: String?

  init(_ json: JSON) throws(ApplicationError) {
    var body = ObjectReader(json)
    let reason = body.requiredString("reason", maximumLength: Self.maximumWords)
    contact = body.string("contact", maximumLength: Self.maximumContact)
    let faults = body.finish()
    guard faults.isEmpty, let reason else { throw .invalid(faults) }
    self.reason = reason
  }
}

/// The checked body of a decision on a review.
struct ReviewFinding {
  var outcome: ReviewOutcome
  var note: String

  init(_ json: JSON) throws(ApplicationError) {
    var body = ObjectReader(json)
    _ = body.required("outcome")
    let outcome = body.choice("outcome", of: ReviewOutcome.self)
    let note = body.requiredString("note", maximumLength: ReviewRequest.maximumWords)
    let faults = body.finish()
    guard faults.isEmpty, let outcome, let note else { throw .invalid(faults) }
    self.outcome = outcome
    self.note = note
  }
}
