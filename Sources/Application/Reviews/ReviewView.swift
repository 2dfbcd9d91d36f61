import Domain
import Store

/// How a review looks to those who may see its enterprise.
enum ReviewView {
  /// - Parameter contact: of those who may see it; nil also for an answer that is kept and given
  ///   again, so that erasing the one of the review erases it.
  static func json(_ review: ReviewRecord, steps: [ReviewStep], contact: String?) -> JSON {
    let resolution = steps.last { $0.state == .resolved }
    return [
      "id": .string(review.id.text), "run_id": .string(review.run.text),
      "need_id": .string(review.need.text), "enterprise_id": .string(review.enterprise.text),
      "product": .string(review.productCode), "verdict": .string(review.verdict),
      "state": .string(review.state.rawValue), "version": .int(Int64(review.version)),
      "reason": .optional(steps.first?.note),
      "contact": .optional(contact),
      "assignee": .optional(review.assignee), "outcome": .optional(review.outcome?.rawValue),
      "note": .optional(resolution?.note),
      "requested_at": .string(review.requestedAt.text),
      "updated_at": .string(review.updatedAt.text), "steps": .array(steps.map(step)),
    ]
  }

  private static func step(_ step: ReviewStep) -> JSON {
    [
      "version": .int(Int64(step.version)), "from": .optional(step.from?.rawValue),
      "state": .string(step.state.rawValue), "actor": .string(step.actor),
      "role": .string(step.role), "outcome": .optional(step.outcome?.rawValue),
      "note": .optional(step.note), "at": .string(step.takenAt.text),
    ]
  }

  /// What is shown with the decision it is about.
  static func short(_ review: ReviewRecord) -> JSON {
    [
      "id": .string(review.id.text), "state": .string(review.state.rawValue),
      "outcome": .optional(review.outcome?.rawValue),
      "requested_at": .string(review.requestedAt.text),
      "updated_at": .string(review.updatedAt.text),
    ]
  }

  static func state(_ text: String) throws(ApplicationError) -> ReviewState {
    guard let state = ReviewState(rawValue: text) else {
      let known = ReviewState.allCases.map(\.rawValue).joined(separator: ", ")
      throw .invalid([
        Fault("/state", "unknown_value", zh: "取值应为:\(known)", en: "must be one of: \(known)")
      ])
    }
    return state
  }
}
