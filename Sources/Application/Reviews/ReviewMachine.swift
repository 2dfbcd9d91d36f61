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

  /// Who may ask for a review: the enterprise, and those who act for it.
  static let askers: Set<Role> = [.enterprise, .operator, .service]

  /// Who may do what at all. Deciding is left to a person: what is contested is that a machine did.
  static func roles(_ verb: Verb) -> Set<Role> {
    switch verb {
    case .assign: [.operator, .service]
    case .resolve: [.operator]
    case .withdraw: askers
    }
  }

  /// Whether the actor is of the side that asked: anybody of the enterprise when it did, otherwise
  /// the one person or system.
  static func didAsk(_ review: ReviewRecord, _ actor: Actor) -> Bool {
    actor.role.rawValue == review.askerRole
      && (actor.role == .enterprise || actor.subject == review.asker)
  }

  /// - Throws: `review_closed` for one that is over, `review_not_assigned` for one that nobody has
  ///   taken or that another has; `.forbidden` for taking back what another asked for, and for
  ///   deciding what the same subject asked for.
  static func next(
    _ review: ReviewRecord, _ verb: Verb, by actor: Actor
  ) throws(ApplicationError) -> ReviewState {
    guard review.state.isOpen else {
      throw .conflict(
        code: "review_closed", zh: "该复核已结束", en: "this review is over")
    }
    guard verb != .withdraw || didAsk(review, actor) else {
      throw .forbidden(
        zh: "复核申请只能由申请方撤回", en: "a review is taken back only by the side that asked for it")
    }
    guard verb != .resolve || actor.subject != review.asker else {
      throw .forbidden(
        zh: "申请人不能对自己申请的复核作出结论",
        en: "whoever asked for a review does not decide it")
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
