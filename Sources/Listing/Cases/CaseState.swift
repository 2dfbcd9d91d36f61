import Catalog
import Domain

/// Where one enterprise is on its way to one board.
public struct CaseState: Hashable, Sendable {
  /// Days on which a stage was worked in: from the day it was entered through the one it was left.
  public struct Stretch: Hashable, Sendable {
    public let from: LegalDate
    public let through: LegalDate
  }

  public let board: String
  public let version: String
  public private(set) var stage: String
  /// The day on which the stage was entered.
  public private(set) var since: LegalDate
  /// The stage that was left, while the case is on hold.
  public private(set) var left: String?
  /// The time in the stage, or in the one that was left for a hold, before each hold: a hold takes none
  /// of it away, and adds nothing.
  public private(set) var stretches: [Stretch]
  /// The review channel.
  public private(set) var channel: String
  /// Gates passed so far.
  public private(set) var passed: Set<String>
  /// The day of the last event.
  public private(set) var day: LegalDate
  /// Events so far.
  public private(set) var count: Int

  /// A case that begins on a day.
  public init(_ board: Board, on day: LegalDate) {
    self.board = board.code
    version = board.version
    stage = board.initial
    since = day
    left = nil
    stretches = []
    // The reader lets no board without a channel through.
    channel = board.channels.first?.code ?? ""
    passed = []
    self.day = day
    count = 0
  }

  /// Does what is asked for, or says what stands in the way.
  ///
  /// - Parameter board: the board and version by which the case was begun.
  /// - Returns: the state after it, and the one event of it.
  /// - Throws: what stands in the way. A role that may use the verb in no stage is refused before the
  ///   stage is looked at, and learns nothing of it.
  public func transition(
    _ request: CaseRequest, in board: Board
  ) throws(CaseRefusal) -> (state: CaseState, event: CaseEvent) {
    let edge = try self.edge(for: request, in: board)
    let target = self.target(of: edge)
    guard day <= request.on else { throw .backInTime(since: day) }
    let reasons = board.stage(target).map { $0.kind == .step ? [] : $0.reasons.map(\.code) } ?? []
    // Coming back from a hold enters the stage anew and needs no reason.
    guard reasons.isEmpty ? request.reason == nil : request.reason.map(reasons.contains) ?? false
    else { throw .reason(reasons) }
    let missing = edge.after.filter { !passed.contains($0) }
    guard missing.isEmpty else { throw .notPassed(missing) }
    try check(request, against: edge.gate.flatMap(board.gate), in: board)
    let event = CaseEvent(
      number: count + 1, board: self.board, version: version, from: stage, to: target,
      request: request, gate: edge.gate)
    return (after(event, edge, in: board), event)
  }

  /// Verbs that a role may use now, in the order of the board.
  public func verbs(for role: String, in board: Board) -> [String] {
    board.verbs.map(\.code).filter { verb in
      board.edges(verb, from: stage).contains { $0.roles.contains(role) && isOfChannel($0) }
    }
  }

  /// The last day of a hold; nil when the case is on none, or on one without an end.
  public func lastDayOfHold(in board: Board) -> LegalDate? {
    board.stage(stage)?.mostMonths.map { since.adding(months: $0) }
  }

  private func isOfChannel(_ edge: Board.Edge) -> Bool {
    edge.channels.isEmpty || edge.channels.contains(channel)
  }

  private func edge(
    for request: CaseRequest, in board: Board
  ) throws(CaseRefusal) -> Board.Edge {
    guard board.code == self.board, board.version == version else { throw .board }
    guard board.verbs.contains(where: { $0.code == request.verb }) else {
      throw .unknownVerb(request.verb)
    }
    let mayUse = board.edges.contains {
      $0.verb == request.verb && $0.roles.contains(request.role)
    }
    guard mayUse else { throw .role(request.role) }
    let here = board.edges(request.verb, from: stage)
    guard !here.isEmpty else { throw .stage(stage) }
    guard let edge = here.first(where: isOfChannel) else { throw .channel(channel) }
    guard edge.roles.contains(request.role) else { throw .role(request.role) }
    return edge
  }

  private func target(of edge: Board.Edge) -> String {
    switch edge.target {
    case .stage(let stage): stage
    // A case that is on hold has left a stage, and only a hold is left this way.
    case .back: left ?? stage
    }
  }

  private func check(
    _ request: CaseRequest, against gate: Board.Gate?, in board: Board
  ) throws(CaseRefusal) {
    let demanded = Set(gate?.evidence ?? [])
    let given = Set(request.evidence.map(\.kind))
    let missing = demanded.subtracting(given)
    guard missing.isEmpty else { throw .missing(missing.sorted()) }
    let extensions = Set(
      demanded.compactMap { board.evidenceKind($0)?.validity?.extendedBy })
    let surplus = given.subtracting(demanded).subtracting(extensions)
    guard surplus.isEmpty else { throw .surplus(surplus.sorted()) }
    let later = Set(request.evidence.filter { $0.issuedOn > request.on }.map(\.kind))
    guard later.isEmpty else { throw .issuedLater(later.sorted()) }
    for evidence in request.evidence {
      guard let validity = board.evidenceKind(evidence.kind)?.validity else { continue }
      guard let cutOff = evidence.cutOff else { throw .cutOff([evidence.kind]) }
      let isExtended = validity.extendedBy.map(given.contains) ?? false
      let lastDay = validity.lastDay(of: cutOff, extended: isExtended)
      guard request.on <= lastDay else { throw .expired(evidence.kind, lastDay: lastDay) }
    }
  }

  private func after(_ event: CaseEvent, _ edge: Board.Edge, in board: Board) -> CaseState {
    var next = self
    next.stage = event.to
    next.since = event.request.on
    next.left = board.stage(event.to)?.kind == .hold ? stage : nil
    if next.left != nil {
      next.stretches.append(Stretch(from: since, through: event.request.on))
    } else if left == nil || event.to != left {
      next.stretches = []
    }
    next.channel = edge.chooses ?? channel
    if let gate = edge.gate { next.passed.insert(gate) }
    next.day = event.request.on
    next.count += 1
    return next
  }
}
