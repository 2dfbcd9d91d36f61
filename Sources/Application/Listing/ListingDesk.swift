import Catalog
import Domain
import Listing
import Postgres
import Store

/// A case with its board and all that happened in it, done again: what is stored is believed only where
/// history leads to it.
struct ListingFile: Sendable {
  var record: ListingCaseRecord
  let board: Board
  var steps: [ListingStep]
  var state: CaseState

  /// - Throws: `StoredDataError` when row and history disagree, or the board is no more.
  init(
    _ record: ListingCaseRecord, _ steps: [ListingStep], in boards: BoardBook
  ) throws {
    guard let board = boards.board(record.board, version: record.boardVersion) else {
      throw StoredDataError(what: "board of \(record.id)")
    }
    let events = try steps.map { step in
      try Self.event(step, of: record)
    }
    let state: CaseState
    do {
      state = try CaseHistory.replay(events, of: board, begun: record.beganOn)
    } catch {
      throw StoredDataError(what: "history of \(record.id)")
    }
    let isOver = board.stage(state.stage)?.kind == .end
    // An erased enterprise's case goes on no more, wherever it was.
    guard state.stage == record.stage, state.since == record.sinceOn, state.day == record.dayOn,
      state.left == record.left, state.channel == record.channel, state.count == record.seq,
      !(isOver && record.isLive)
    else { throw StoredDataError(what: "state of \(record.id)") }
    self.record = record
    self.board = board
    self.steps = steps
    self.state = state
  }

  private static func event(
    _ step: ListingStep, of record: ListingCaseRecord
  ) throws -> CaseEvent {
    let evidence = try step.evidence.map { one in
      guard
        let shown = CaseEvidence(
          kind: one.kind, document: one.document, digest: one.digest, issuedOn: one.issuedOn,
          issuer: one.issuer, cutOff: one.cutOff)
      else { throw StoredDataError(what: "evidence of \(record.id)") }
      return shown
    }
    return CaseEvent(
      number: step.seq, board: record.board, version: record.boardVersion, from: step.from,
      to: step.to,
      request: CaseRequest(
        step.verb, by: step.role, on: step.on, evidence: evidence, reason: step.reason),
      gate: step.gate)
  }

  /// Whether the enterprise is on the board: since it entered the stage all this is for, until the end.
  var isListed: Bool {
    board.stage(state.stage)?.kind != .end
      && (state.stage == board.aim || steps.contains { $0.to == board.aim })
  }
}

/// Works on the cases of one enterprise, which is locked, in one transaction.
struct ListingDesk {
  let application: Application
  let now: Instant
  let session: any PostgresSession
  private var writer: EventWriter
  private let traceparent: String?

  var rules: ListingRules { application.reference.listing }

  init(
    _ application: Application, _ locked: LockedEnterprise, at now: Instant, by actor: Actor,
    _ session: any PostgresSession
  ) {
    self.application = application
    self.now = now
    self.session = session
    writer = EventWriter(locked: [locked.id: locked], ids: application.ids, time: now)
    traceparent = actor.traceparent
  }

  /// Writes the events.
  func close() async throws { try await writer.flush(session) }

  /// Stores a case that was just opened.
  mutating func open(_ record: ListingCaseRecord) async throws {
    try await ListingCaseRepository.insert(record, session)
    tell(.listingCaseOpened, record, on: record.beganOn)
    try await mark(record.enterprise)
  }

  /// Takes one step with a case: one event.
  ///
  /// - Throws: what stands in the way; see `ListingRefusal`.
  mutating func step(
    _ file: ListingFile, _ request: CaseRequest, by actor: Actor
  ) async throws -> ListingFile {
    let taken = try ListingRefusal.telling(in: file.board) { () throws(CaseRefusal) in
      try file.state.transition(request, in: file.board)
    }
    let isOver = file.board.stage(taken.state.stage)?.kind == .end
    // The last place is kept for an end: every case can be brought to one.
    guard taken.event.number < ListingCaseRecord.maximumSteps + (isOver ? 1 : 0) else {
      throw ApplicationError.conflict(
        code: "listing_stage", zh: "该挂牌进程的步骤已达上限，只能终结",
        en: "the case has too many steps and can only be ended")
    }
    let at = max(now, file.record.updatedAt)
    let step = ListingStep(
      seq: taken.event.number, verb: request.verb, from: taken.event.from, to: taken.event.to,
      gate: taken.event.gate, role: request.role, actor: actor.subject, on: request.on,
      takenAt: at, reason: request.reason,
      evidence: request.evidence.map { one in
        ListingStep.Evidence(
          kind: one.kind, document: one.document, digest: one.digest, issuedOn: one.issuedOn,
          issuer: one.issuer, cutOff: one.cutOff)
      })
    var next = file
    next.state = taken.state
    next.steps.append(step)
    next.record.stage = taken.state.stage
    next.record.sinceOn = taken.state.since
    next.record.dayOn = taken.state.day
    next.record.left = taken.state.left
    next.record.channel = taken.state.channel
    next.record.seq = taken.state.count
    next.record.version += 1
    next.record.updatedAt = at
    if isOver {
      next.record.isLive = false
      next.record.target = nil
    }
    try await ListingCaseRepository.advance(next.record, step, session)
    if isOver {
      tell(.listingCaseEnded, next.record, on: request.on, reason: request.reason)
    } else {
      tell(.listingStageEntered, next.record, on: request.on)
    }
    try await mark(file.record.enterprise)
    return next
  }

  /// Sets what the plan of a case is counted back from.
  func aim(_ file: ListingFile, _ target: ListingTarget) async throws -> ListingFile {
    var next = file
    next.record.target = target.target
    next.record.pace = target.pace.rawValue
    next.record.options = target.options
    next.record.rounds = target.rounds
    next.record.version += 1
    next.record.updatedAt = max(now, file.record.updatedAt)
    try await ListingCaseRepository.save(next.record, session)
    try await mark(file.record.enterprise)
    return next
  }

  /// Names the institution that sponsors a case from now on; nil for none.
  func sponsor(_ file: ListingFile, _ institution: String?) async throws -> ListingFile {
    var next = file
    next.record.sponsor = institution
    next.record.version += 1
    next.record.updatedAt = max(now, file.record.updatedAt)
    try await ListingCaseRepository.save(next.record, session)
    return next
  }

  /// What follows from cases is drawn and watched anew.
  private func mark(_ enterprise: EnterpriseID) async throws {
    try await session.execute(ListingAccountRepository.marking(enterprise, at: now))
  }

  private mutating func tell(
    _ type: EventType, _ record: ListingCaseRecord, on day: LegalDate, reason: String? = nil
  ) {
    var data: [String: JSON] = [
      "case_id": .string(record.id.text), "board": .string(record.board),
      "board_version": .string(record.boardVersion), "stage": .string(record.stage),
      "seq": .int(Int64(record.seq)), "day": .string(day.text),
    ]
    if let reason { data["reason"] = .string(reason) }
    // Its sponsor is told, too.
    if let sponsor = record.sponsor { data["institution"] = .string(sponsor) }
    writer.add(
      type, enterprise: record.enterprise, subject: record.id.text, data: data,
      traceparent: traceparent)
  }
}

/// How the refusal of a board is told.
enum ListingRefusal {
  static func telling<T>(
    in board: Board, _ body: () throws(CaseRefusal) -> T
  ) throws(ApplicationError) -> T {
    do {
      return try body()
    } catch {
      throw told(error, board)
    }
  }

  private static func told(_ refusal: CaseRefusal, _ board: Board) -> ApplicationError {
    switch refusal {
    case .board:
      .conflict(code: "listing_stage", zh: "板块版本不符", en: "the case is of another version")
    case .role(let role):
      .forbidden(
        zh: "角色“\(role)”不能作此操作", en: "the role \(role) may not do this")
    case .stage(let stage):
      .conflict(
        code: "listing_stage",
        zh: "该挂牌进程当前为“\(board.stage(stage)?.label.zh ?? stage)”(\(stage))",
        en: "the case is in the stage \(stage)")
    case .channel(let channel):
      .conflict(
        code: "listing_stage", zh: "该挂牌进程的审核通道为 \(channel)",
        en: "the case is in the review channel \(channel)")
    case .notPassed(let gates):
      .conflict(
        code: "listing_gate", zh: "尚未通过：\(gates.joined(separator: "、"))",
        en: "not passed yet: \(gates.joined(separator: ", "))")
    case .unknownVerb, .backInTime, .reason, .missing, .surplus, .issuedLater, .cutOff, .expired:
      .invalid([fault(refusal)])
    }
  }

  private static func fault(_ refusal: CaseRefusal) -> Fault {
    let code = refusal.code
    switch refusal {
    case .unknownVerb(let verb):
      return Fault(
        "/verb", code, zh: "该板块没有操作 \(verb)", en: "the board has no verb \(verb)")
    case .backInTime(let since):
      return Fault(
        "/on", code, zh: "不得早于 \(since.text)", en: "not before \(since.text)")
    case .reason(let reasons):
      let known = reasons.joined(separator: ", ")
      return reasons.isEmpty
        ? Fault("/reason", code, zh: "该步骤不需要原因", en: "this step takes no reason")
        : Fault("/reason", code, zh: "取值应为:\(known)", en: "must be one of: \(known)")
    case .missing(let kinds):
      return evidence(kinds, code, zh: "缺少", en: "missing")
    case .surplus(let kinds):
      return evidence(kinds, code, zh: "该门槛不需要", en: "the gate does not ask for")
    case .issuedLater(let kinds):
      return evidence(kinds, code, zh: "出具日晚于该步骤", en: "issued after the step")
    case .cutOff(let kinds):
      return evidence(kinds, code, zh: "缺少截止日", en: "without a cut-off day")
    case .expired(let kind, let lastDay):
      return Fault(
        "/evidence", code, zh: "\(kind) 已于 \(lastDay.text) 后失效",
        en: "\(kind) counted until \(lastDay.text)")
    case .board, .role, .stage, .channel, .notPassed:
      return Fault("", code, zh: "无法进行", en: "not possible")
    }
  }

  private static func evidence(
    _ kinds: [String], _ code: String, zh: String, en: String
  ) -> Fault {
    Fault(
      "/evidence", code, zh: "\(zh)：\(kinds.joined(separator: "、"))",
      en: "\(en): \(kinds.joined(separator: ", "))")
  }
}
