import Domain
import Listing
import Seeds

/// Random requests, legal and not, to cases of one board.
struct RandomWalk {
  let board: Board
  var random: SeededGenerator
  private let verbs: [String]
  private let roles: [String]
  /// Edges that no legal step went along yet.
  private(set) var untaken: Set<Board.Edge>

  init(_ board: Board, seed: UInt64) {
    self.board = board
    random = SeededGenerator(seed: seed)
    verbs = board.verbs.map(\.code) + ["fly"]
    roles = board.roles.map(\.code) + ["nobody"]
    untaken = Set(board.edges)
  }

  /// Notes which edge a legal step went along.
  mutating func took(_ request: CaseRequest, in state: CaseState) {
    let taken = untaken.first { edge in
      edge.from == state.stage && edge.verb == request.verb && edge.roles.contains(request.role)
        && (edge.channels.isEmpty || edge.channels.contains(state.channel))
    }
    if let taken { untaken.remove(taken) }
  }

  /// Mostly what the stage offers, seldom an end, and something wrong in about one of three.
  mutating func request(_ state: CaseState) -> CaseRequest {
    let edge = self.edge(from: state.stage)
    let isWild = edge == nil || chance(8)
    let verb = isWild ? verbs.randomElement(using: &random) ?? "fly" : edge?.verb ?? "fly"
    let role =
      isWild || chance(10)
      ? roles.randomElement(using: &random) ?? "nobody"
      : edge?.roles.sorted().randomElement(using: &random) ?? "nobody"
    let day = state.day.adding(days: chance(20) ? -1 : Int.random(in: 0...20, using: &random))
    var evidence: [CaseEvidence] = []
    for kind in kinds(of: edge) {
      if let paper = self.paper(kind, on: day) { evidence.append(paper) }
    }
    return CaseRequest(
      verb, by: role, on: day, evidence: evidence, reason: reason(edge))
  }

  private mutating func edge(from stage: String) -> Board.Edge? {
    let here = board.edges.filter { $0.from == stage }
    // Where nobody went yet is sought out, so that every edge is walked whatever the seed.
    if chance(4), let new = here.filter(untaken.contains).randomElement(using: &random) {
      return new
    }
    let onward = here.filter { edge in
      guard case .stage(let target) = edge.target else { return true }
      return board.stage(target)?.kind != .end
    }
    let choice = onward.isEmpty || chance(20) ? here : onward
    return choice.randomElement(using: &random)
  }

  private mutating func kinds(of edge: Board.Edge?) -> [String] {
    var kinds = edge?.gate.flatMap { board.gate($0) }?.evidence ?? []
    let extending = kinds.compactMap { board.evidenceKind($0)?.validity?.extendedBy }
    if chance(3) { kinds += extending }
    if chance(10) { kinds = Array(kinds.dropLast()) }
    if chance(15), let more = board.evidence.randomElement(using: &random) {
      kinds.append(more.code)
    }
    return kinds
  }

  private mutating func reason(_ edge: Board.Edge?) -> String? {
    if chance(10) { return "no_such_reason" }
    guard !chance(10), let edge, case .stage(let target) = edge.target else { return nil }
    return board.stage(target)?.reasons.map(\.code).randomElement(using: &random)
  }

  private mutating func paper(_ kind: String, on day: LegalDate) -> CaseEvidence? {
    let issued = day.adding(days: chance(20) ? 1 : -Int.random(in: 0...30, using: &random))
    let cutOff =
      chance(20) ? nil : issued.adding(days: -Int.random(in: 0...250, using: &random))
    return CaseEvidence(
      kind: kind, document: "file/\(kind)", digest: Digest(ofBytes: Array(kind.utf8)),
      issuedOn: issued, issuer: "甲", cutOff: cutOff)
  }

  /// True once in `count`.
  private mutating func chance(_ count: Int) -> Bool {
    Int.random(in: 0..<count, using: &random) == 0
  }
}
