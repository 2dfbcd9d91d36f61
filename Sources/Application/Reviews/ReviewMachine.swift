import Domain
import Store

/// The states of a review and the ways between them, as data; the table `review_step` holds to the
/// same edges.
enum ReviewMachine {
  /// What somebody does to an open review.
  enum Verb: String, CaseIterable, Sendable {
    case assign
    case resolve
    case withdraw
  }

  struct Edge: Hashable, Sendable {
    var from: ReviewState
    var verb: Verb
    var to: ReviewState
  }

  static let edges: [Edge] = [
    Edge(from: .requested, verb: .assign, to: .assigned),
    // Somebody else of the operator takes it over.
    Edge(from: .assigned, verb: .assign, to: .assigned),
    Edge(from: .assigned, verb: .resolve, to: .resolved),
    Edge(from: .requested, verb: .withdraw, to: .withdrawn),
    Edge(from: .assigned, verb: .withdraw, to: .withdrawn),
  ]

  /// Who may ask for a review or take one back: the enterprise, and those who act for it.
  static let askers: Set<Role> = [.enterprise, .operator, .service]
  /// Who may decide one: a person of the operator, or its system on that person's behalf.
  static let deciders: Set<Role> = [.operator, .service]

  static func roles(_ verb: Verb) -> Set<Role> { verb == .withdraw ? askers : deciders }

  /// - Throws: `review_closed` for one that is over, `review_not_assigned` for one that nobody has
  ///   taken or that another has.
  static func next(
    _ review: ReviewRecord, _ verb: Verb, by actor: Actor
  ) throws(ApplicationError) -> ReviewState {
    guard review.state.isOpen else {
      throw .conflict(
        code: "review_closed", zh: "该复核已结束", en: "this review is over")
    }
    let edge = edges.first { $0.from == review.state && $0.verb == verb }
    guard let edge, verb != .resolve || review.assignee == actor.subject else {
      throw .conflict(
        code: "review_not_assigned", zh: "请先受理该复核,再作出结论",
        en: "take the review before you decide it")
    }
    return edge.to
  }
}
