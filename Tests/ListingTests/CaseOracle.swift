import Domain
import Listing

/// Says plainly, from the document of a board alone, whether a request is legal: what the engine is held
/// against.
struct CaseOracle {
  let board: Board
  /// What happened so far, in the oracle's own words.
  private var entered: [String]
  private var opened: Set<String> = []
  private var channel: String
  private var lastDay: LegalDate

  init(_ board: Board, on day: LegalDate) {
    self.board = board
    entered = [board.initial]
    channel = board.channels[0].code
    lastDay = day
  }

  /// The stage a legal request leads to; nil for one that is not legal.
  mutating func target(_ request: CaseRequest) -> String? {
    let here = entered[entered.count - 1]
    let fitting = board.edges.filter {
      $0.from == here && $0.verb == request.verb && $0.roles.contains(request.role)
        && ($0.channels.isEmpty || $0.channels.contains(channel))
    }
    guard fitting.count == 1, request.on >= lastDay else { return nil }
    let edge = fitting[0]
    let to: String
    switch edge.target {
    case .stage(let stage): to = stage
    // The stage before the hold is the one entered last but one.
    case .back: to = entered[entered.count - 2]
    }
    let stage = board.stages.first { $0.code == to }
    let mustSay = stage?.kind != .step
    let isSaid = stage?.reasons.contains { $0.code == request.reason } ?? false
    guard mustSay ? isSaid : request.reason == nil, Set(edge.after).isSubset(of: opened),
      hasPapers(request, edge)
    else {
      return nil
    }
    entered.append(to)
    if let gate = edge.gate { opened.insert(gate) }
    channel = edge.chooses ?? channel
    lastDay = request.on
    return to
  }

  private func hasPapers(_ request: CaseRequest, _ edge: Board.Edge) -> Bool {
    let demanded = board.gates.first { $0.code == edge.gate }?.evidence ?? []
    let kinds = Set(request.evidence.map(\.kind))
    let extending = board.evidence.filter { demanded.contains($0.code) }
      .compactMap { $0.validity?.extendedBy }
    guard kinds.isSuperset(of: demanded), kinds.isSubset(of: demanded + extending) else {
      return false
    }
    return request.evidence.allSatisfy { one in
      guard one.issuedOn <= request.on else { return false }
      guard let validity = board.evidence.first(where: { $0.code == one.kind })?.validity else {
        return true
      }
      guard let cutOff = one.cutOff else { return false }
      let more = validity.extendedBy.map { kinds.contains($0) } ?? false
      let months = validity.months + (more ? validity.extensionMonths : 0)
      return request.on <= cutOff.adding(months: months)
    }
  }
}
