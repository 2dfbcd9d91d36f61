import API
import Application
import Domain
import HTTPTypes
import Hummingbird

/// The forms that move a listing case: one page for each step that it may take, and one for its target.
enum ListingForms {
  static let all: [PageRoute] = [
    PageRoute(.get, step, PageRoute.movers) { visit in
      let step = try await Step(visit)
      guard let kinds = step.offered else { throw PageError.refused(.notFound) }
      return try show(step.form(kinds, visit, isNew: true), step, kinds, visit)
    },
    PageRoute(.post, step, PageRoute.movers) { try await take($0) },
    PageRoute(.get, target, PageRoute.movers) { visit in
      try showTarget(targetForm(visit), visit)
    },
    PageRoute(.post, target, PageRoute.movers) { try await setTarget($0) },
  ]

  private static let step = "/console/listing/cases/{id}/steps/{verb}/{role}"
  private static let target = "/console/listing/cases/{id}/target"

  // MARK: Steps

  /// One step of a case, with the words of its board.
  private struct Step {
    let id: ListingCaseID
    let verb: String
    let role: String
    let words: BoardWords
    /// The documents that its gate asks for; nil while the case offers no such step.
    let offered: [String]?
    private let stage: String

    init(_ visit: Visit) async throws {
      let id: ListingCaseID = try visit.identifier()
      let one = try await visit.backend.listingCase(id, actor: try visit.actor()).value
      let (verb, role) = (visit.parameters["verb"] ?? "", visit.parameters["role"] ?? "")
      let found = (one["verbs"]?.arrayValue ?? []).first {
        $0["verb"]?.stringValue == verb && $0["role"]?.stringValue == role
      }
      words = try await visit.boardWords(of: one)
      offered = found.map { ($0["evidence"]?.arrayValue ?? []).compactMap(\.stringValue) }
      stage = one["stage"]?.stringValue ?? ""
      self.id = id
      self.verb = verb
      self.role = role
    }

    /// - Parameters:
    ///   - kinds: of the documents.
    ///   - isNew: of today; else with what was typed.
    func form(_ kinds: [String], _ visit: Visit, isNew: Bool) -> Form {
      func rule(_ name: String) -> FormSchema.Rule {
        visit.parts.schema.rule("ListingEvidenceInput", name)
      }
      var fields = [
        Field(
          "on", visit.say("step_on"), .line(type: "date", inputMode: "text"),
          typed: [isNew ? visit.today.text : visit.form.typed("on")],
          rule: visit.parts.schema.rule("ListingStepInput", "on"))
      ]
      let reasons = words.reasons(verb, from: stage, role: role)
      if !reasons.isEmpty {
        var rule = visit.parts.schema.rule("ListingStepInput", "reason")
        rule.isRequired = true
        fields.append(
          Field(
            "reason", visit.say("step_reason"), .select(reasons),
            typed: [visit.form.typed("reason")], rule: rule))
      }
      for (index, kind) in kinds.enumerated() {
        for name in ListingForms.members {
          let label = "\(words.evidence(kind)): \(visit.say("evidence_\(name)"))"
          let isDay = name.hasSuffix("_on")
          fields.append(
            Field(
              "\(name)-\(index)", label,
              .line(type: isDay ? "date" : "text", inputMode: "text"),
              hint: name == "sha256" ? visit.say("sha256_hint") : nil,
              typed: [visit.form.typed("\(name)-\(index)")], rule: rule(name)))
        }
      }
      return Form(fields: fields)
    }
  }

  /// Members of a document in the API's body, in the order of the form.
  private static let members = ["document", "issuer", "issued_on", "cut_off_on", "sha256"]
  private static let documentsMaximum = 50

  private static func show(
    _ form: Form, _ step: Step, _ kinds: [String], _ visit: Visit,
    status: HTTPResponse.Status = .ok
  ) throws -> Response {
    let word = step.words.verb(step.verb)
    return try visit.show(
      form, title: word, submit: word,
      [
        "lead": "\(visit.say("lead_step")) \(step.words.role(step.role))",
        // A form that comes back is about what it asked, wherever the case is by now.
        "hidden": kinds.map { ["name": "kind", "value": $0] },
      ], status: status)
  }

  private static func take(_ visit: Visit) async throws -> Response {
    let step = try await Step(visit)
    let kinds = Array(visit.form.all("kind").prefix(documentsMaximum))
    var body: [String: JSON] = ["verb": .string(step.verb), "role": .string(step.role)]
    body["on"] = visit.form["on"].map(JSON.string)
    body["reason"] = visit.form["reason"].map(JSON.string)
    var places = ["/on": "on", "/reason": "reason"]
    var documents: [JSON] = []
    for (index, kind) in kinds.enumerated() {
      var document: [String: JSON] = ["kind": .string(kind)]
      places["/evidence/\(index)"] = "document-\(index)"
      for name in members {
        document[name] = visit.form["\(name)-\(index)"].map(JSON.string)
        places["/evidence/\(index)/\(name)"] = "\(name)-\(index)"
      }
      documents.append(.object(document))
    }
    body["evidence"] = .array(documents)
    let sent = JSON.object(body)
    return try await visit.send(
      step.form(kinds, visit, isNew: false), places: places,
      again: { try show($0, step, kinds, visit, status: $1) },
      act: {
        _ = try await visit.backend.advanceListingCase(
          step.id, expectedVersion: nil, sent, actor: try visit.actor(),
          idempotency: try visit.idempotency(sent))
        return visit.go(to: "/console/listing/cases/\(step.id)")
      })
  }

  // MARK: Target

  private static func targetForm(_ visit: Visit) -> Form {
    func rule(_ name: String) -> FormSchema.Rule {
      visit.parts.schema.rule("ListingTargetInput", name)
    }
    return Form(fields: [
      Field(
        "target_on", visit.say("target"), .line(type: "date", inputMode: "text"),
        typed: [visit.form.typed("target_on")], rule: rule("target_on")),
      Field(
        "pace", visit.say("pace"),
        .select(
          visit.parts.schema.values("ListingPace").map {
            Field.Choice(value: $0, label: visit.say("pace_\($0)"))
          }), typed: [visit.form["pace"] ?? "typical"], rule: rule("pace")),
    ])
  }

  private static func showTarget(
    _ form: Form, _ visit: Visit, status: HTTPResponse.Status = .ok
  ) throws -> Response {
    try visit.show(
      form, title: visit.say("set_target"), submit: visit.say("set_target"),
      ["lead": visit.say("lead_target")], status: status)
  }

  /// What the form does not ask for stays: a target is set with all that its plan goes by.
  private static func kept(
    of id: ListingCaseID, _ visit: Visit
  ) async throws -> [String: JSON] {
    let one = try await visit.backend.listingCase(id, actor: try visit.actor()).value
    var kept: [String: JSON] = [:]
    for name in ["options", "rounds"] { kept[name] = one.given(name) }
    return kept
  }

  private static func setTarget(_ visit: Visit) async throws -> Response {
    let id: ListingCaseID = try visit.identifier()
    var body = try await kept(of: id, visit)
    for name in ["target_on", "pace"] { body[name] = visit.form[name].map(JSON.string) }
    let sent = JSON.object(body)
    return try await visit.send(
      targetForm(visit), places: ["/target_on": "target_on", "/pace": "pace"],
      again: { try showTarget($0, visit, status: $1) },
      act: {
        _ = try await visit.backend.setListingTarget(
          of: id, expectedVersion: nil, sent, actor: try visit.actor(),
          idempotency: try visit.idempotency(sent))
        return visit.go(to: "/console/listing/cases/\(id)")
      })
  }
}

/// The words of a board: what its stages, verbs, roles and documents are called.
struct BoardWords {
  private let board: JSON?
  private let figures: Figures

  /// - Parameter board: nil where its version is in force no more; codes stand for words then.
  init(_ board: JSON?, figures: Figures) {
    self.board = board
    self.figures = figures
  }

  func stage(_ code: String) -> String { word("stages", code) }
  /// Work that comes again, such as a second inquiry (`inquiry.2`), is told by its number.
  func work(_ code: String) -> String {
    let parts = code.split(separator: ".").map { String($0) }
    return parts.count == 2 ? "\(stage(parts[0])) \(parts[1])" : stage(code)
  }
  func verb(_ code: String) -> String { word("verbs", code) }
  func role(_ code: String) -> String { word("roles", code) }
  func evidence(_ code: String) -> String { word("evidence", code) }

  private func word(_ list: String, _ code: String) -> String {
    figures.label(entry(list, code)?["label"]) ?? code
  }

  private func entry(_ list: String, _ code: String) -> JSON? {
    board?[list]?.arrayValue?.first { $0["code"]?.stringValue == code }
  }

  /// Why a step may be taken, where its stage asks for a reason: a hold or an end.
  func reasons(_ verb: String, from stage: String, role: String) -> [Field.Choice] {
    let edge = board?["edges"]?.arrayValue?.first { edge in
      edge["verb"]?.stringValue == verb && edge["from"]?.stringValue == stage
        && edge["roles"]?.arrayValue?.contains(.string(role)) ?? false
    }
    guard let to = edge?["to"]?.stringValue, let target = entry("stages", to),
      target["kind"] != "step"
    else { return [] }
    return (target["reasons"]?.arrayValue ?? []).compactMap { reason in
      reason["code"]?.stringValue.map {
        Field.Choice(value: $0, label: figures.label(reason["label"]) ?? $0)
      }
    }
  }
}

extension Visit {
  /// The words of the version of a board that a case is on.
  func boardWords(of one: JSON) async throws -> BoardWords {
    let began = one["began_on"]?.stringValue.flatMap { LegalDate($0) }
    do {
      let board = try await backend.board(
        one["board"]?.stringValue ?? "", asOf: began.map { Instant(startOf: $0) },
        actor: try actor())
      return BoardWords(board, figures: figures)
    } catch ApplicationError.notFound {
      return BoardWords(nil, figures: figures)
    }
  }
}
