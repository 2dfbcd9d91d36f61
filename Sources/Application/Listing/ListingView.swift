import Catalog
import Domain
import Listing
import Store
import Workflow

/// How cases and boards look.
struct ListingView {
  let rules: ListingRules
  let reader: Actor
  private var isInstitution: Bool { [.liaison, .liaisonManager].contains(reader.role) }

  /// One row of a list. Its board is no more only when a program lacks data that it once had.
  func row(_ record: ListingCaseRecord) -> [String: JSON] {
    let board = rules.boards.board(record.board, version: record.boardVersion)
    let label = board?.stage(record.stage)?.label
    var members: [String: JSON] = [
      "id": .string(record.id.text), "board": .string(record.board),
      "board_version": .string(record.boardVersion), "sponsor": .optional(record.sponsor),
      "stage": .string(record.stage), "stage_label": label.map(ProductView.label) ?? .null,
      "kind": .optional(board?.stage(record.stage)?.kind.rawValue),
      "since_on": .string(record.sinceOn.text), "left_stage": .optional(record.left),
      "channel": .string(record.channel), "seq": .int(Int64(record.seq)),
      "live": .bool(record.isLive), "began_on": .string(record.beganOn.text),
      "target_on": .optional(record.target?.text), "pace": .string(record.pace),
      "options": .array(record.options.map(JSON.string)),
      "rounds": .optional(record.rounds.map { Int64($0) }),
      "version": .int(Int64(record.version)), "created_at": .string(record.createdAt.text),
      "updated_at": .string(record.updatedAt.text),
    ]
    if !isInstitution { members["enterprise_id"] = .string(record.enterprise.text) }
    return members
  }

  /// The same with what is at risk.
  func row(_ record: ListingCaseRecord, alerts: [ListingAlert]) -> [String: JSON] {
    var members = row(record)
    members["alerts"] = .array(alerts.map(Self.alert))
    return members
  }

  /// One case with its history, what may be done now, and what is at risk.
  func whole(_ file: ListingFile, alerts: [ListingAlert]) -> JSON {
    var members = row(file.record, alerts: alerts)
    members["passed"] = .array(file.state.passed.sorted().map(JSON.string))
    members["listed"] = .bool(file.isListed)
    members["hold_ends_on"] = .optional(file.state.lastDayOfHold(in: file.board)?.text)
    members["verbs"] = .array(file.record.isLive ? verbs(file) : [])
    members["steps"] = .array(file.steps.map(step))
    return .object(members)
  }

  /// Verbs that the caller may use, each with the role to use it in and the documents it takes.
  private func verbs(_ file: ListingFile) -> [JSON] {
    file.board.roles.filter { ListingAccess.mayAct(as: $0.code, reader, rules) }.flatMap { role in
      file.state.verbs(for: role.code, in: file.board).map { verb -> JSON in
        let edge = file.board.edges.first {
          $0.verb == verb && $0.from == file.state.stage && $0.roles.contains(role.code)
            && ($0.channels.isEmpty || $0.channels.contains(file.state.channel))
        }
        let gate = edge?.gate.flatMap { file.board.gate($0) }
        return [
          "verb": .string(verb), "role": .string(role.code), "gate": .optional(gate?.code),
          "evidence": .array((gate?.evidence ?? []).map(JSON.string)),
        ]
      }
    }
  }

  /// An institution is not shown who acted for others.
  private func step(_ step: ListingStep) -> JSON {
    let isOthers = !rules.sponsorRoles.contains(step.role)
    return [
      "seq": .int(Int64(step.seq)), "verb": .string(step.verb), "from": .string(step.from),
      "to": .string(step.to), "gate": .optional(step.gate), "role": .string(step.role),
      "actor": .optional(isInstitution && isOthers ? nil : step.actor),
      "on": .string(step.on.text), "at": .string(step.takenAt.text),
      "reason": .optional(step.reason),
      "evidence": .array(
        step.evidence.map { one in
          [
            "kind": .string(one.kind), "document": .string(one.document),
            "sha256": .string(one.digest.hexadecimal), "issued_on": .string(one.issuedOn.text),
            "issuer": .string(one.issuer), "cut_off_on": .optional(one.cutOff?.text),
          ]
        }),
    ]
  }

  private static func alert(_ alert: ListingAlert) -> JSON {
    [
      "gate": .string(alert.gate), "limit": .string(alert.limit),
      "due_on": .string(alert.due.text), "earliest_on": .string(alert.earliest.text),
      "raised_at": .string(alert.raisedAt.text),
    ]
  }

  // MARK: Boards

  /// One version of a board in a list.
  static func row(_ board: Board) -> [String: JSON] {
    [
      "board": .string(board.code), "version": .string(board.version),
      "label": ProductView.label(board.label), "from": .string(board.period.from.text),
      "to": .optional(board.period.to?.text),
      "jurisdiction": .optional(board.jurisdiction?.text), "initial": .string(board.initial),
      "aim": .string(board.aim), "citation": board.citation.json,
    ]
  }

  /// One version of a board with all of it.
  static func whole(_ board: Board) -> JSON {
    var members = row(board)
    members["roles"] = .array(board.roles.map(term))
    members["verbs"] = .array(board.verbs.map(term))
    members["channels"] = .array(
      board.channels.map { channel in
        [
          "code": .string(channel.code), "label": ProductView.label(channel.label),
          "citation": channel.citation.json,
        ]
      })
    members["evidence"] = .array(
      board.evidence.map { kind in
        [
          "code": .string(kind.code), "label": ProductView.label(kind.label),
          "good_for_months": .optional(kind.validity.map { Int64($0.months) }),
          "extension_months": .optional(kind.validity.map { Int64($0.extensionMonths) }),
          "extended_by": .optional(kind.validity?.extendedBy),
        ]
      })
    members["gates"] = .array(
      board.gates.map { gate in
        [
          "code": .string(gate.code), "label": ProductView.label(gate.label),
          "evidence": .array(gate.evidence.map(JSON.string)),
        ]
      })
    members["stages"] = .array(board.stages.map(stage))
    members["edges"] = .array(board.edges.map(edge))
    members["durations_citation"] = board.durationsCitation.json
    return .object(members)
  }

  private static func term(_ term: Board.Term) -> JSON {
    ["code": .string(term.code), "label": ProductView.label(term.label)]
  }

  private static func stage(_ stage: Board.Stage) -> JSON {
    var members: [String: JSON] = [
      "code": .string(stage.code), "label": ProductView.label(stage.label),
      "kind": .string(stage.kind.rawValue), "actors": .array(stage.actors.map(JSON.string)),
      "reasons": .array(stage.reasons.map(term)),
      "most_months": .optional(stage.mostMonths.map { Int64($0) }), "takes": .null,
    ]
    if let takes = stage.duration {
      members["takes"] = [
        "least": .int(Int64(takes.least)), "typical": .int(Int64(takes.typical)),
        "most": .int(Int64(takes.most)), "unit": .string(takes.unit.rawValue),
      ]
    }
    return .object(members)
  }

  private static func edge(_ edge: Board.Edge) -> JSON {
    var to: String?
    if case .stage(let stage) = edge.target { to = stage }
    return [
      "verb": .string(edge.verb), "from": .string(edge.from), "to": .optional(to),
      "back": .bool(to == nil), "roles": .array(edge.roles.sorted().map(JSON.string)),
      "gate": .optional(edge.gate), "after": .array(edge.after.map(JSON.string)),
      "channels": .array(edge.channels.sorted().map(JSON.string)),
      "chooses": .optional(edge.chooses),
    ]
  }
}
