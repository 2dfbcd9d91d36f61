import API
import Application
import Domain
import Foundation
import HTTPTypes
import Hummingbird

/// Records that could not be handled: what they are, and what operators do about them.
enum DeadLetterPages {
  static let all: [PageRoute] =
    pages
    + SheetPages.files(of: "/console/dead-letters", PageRoute.overseers) { try await sheet($0) }

  private static let pages: [PageRoute] = [
    PageRoute(.get, "/console/dead-letters", PageRoute.overseers) { try await list($0) },
    PageRoute(.get, "/console/dead-letters/{id}", PageRoute.overseers) { try await one($0) },
    PageRoute(.post, "/console/dead-letters/{id}/redrive", PageRoute.operators) { visit in
      let id: DeadLetterID = try visit.identifier()
      _ = try await visit.backend.redriveDeadLetter(
        id, [:], actor: try visit.actor(), idempotency: try visit.idempotency([:]))
      return visit.go(to: "/console/dead-letters/\(id)")
    },
    PageRoute(.get, "/console/dead-letters/{id}/skip", PageRoute.operators) { visit in
      try show(skipForm(visit), visit)
    },
    PageRoute(.post, "/console/dead-letters/{id}/skip", PageRoute.operators) {
      try await skip($0)
    },
  ]

  private static let rows = 50
  /// Bytes of a payload that are shown; the API has all of them.
  private static let payloadMaximum = 40_000
  /// Members of a letter that its page lists, in this order.
  private static let members = [
    "consumer", "type", "topic", "partition", "offset", "event_id", "enterprise_id", "detail",
    "attempts", "redrives", "held_events", "first_failed_at", "created_at", "skip_reason",
  ]

  private static func list(_ visit: Visit) async throws -> Response {
    let page = try await visit.backend.deadLetters(
      state: nil, reason: nil, consumer: nil, enterprise: nil, page: visit.page(limit: rows),
      actor: try visit.actor())
    return try visit.show(
      "dead_letters", title: visit.say("dead_letters"),
      [
        "letters": page.items.map { line($0, visit) }, "none": page.items.isEmpty,
        "at": visit.path,
        "next": page.next.map { $0.uuidString.lowercased() as Any } ?? false,
      ])
  }

  /// All of them, each with all that its page lists.
  private static func sheet(_ visit: Visit) async throws -> TableSheet {
    let actor = try visit.actor()
    let found = try await Gathered { page in
      try await visit.backend.deadLetters(
        state: nil, reason: nil, consumer: nil, enterprise: nil, page: page, actor: actor)
    }
    return TableSheet(
      caption: visit.say("dead_letters"),
      names: ["number", "state", "letter_reason"] + members.map { "letter_\($0)" },
      texts: found.items.map { letter in
        [
          letter["id"]?.stringValue ?? "",
          visit.say("letter_\(letter["state"]?.stringValue ?? "")"),
          letter["reason"]?.stringValue ?? "",
        ] + members.map { text(letter[$0], visit) ?? "" }
      }, notes: found.notes(visit), visit)
  }

  private static func line(_ letter: JSON, _ visit: Visit) -> [String: Any] {
    [
      "id": letter["id"]?.stringValue ?? "",
      "number": String((letter["id"]?.stringValue ?? "").suffix(8)),
      "state": visit.say("letter_\(letter["state"]?.stringValue ?? "")"),
      "consumer": letter["consumer"]?.stringValue ?? "",
      "reason": letter["reason"]?.stringValue ?? "",
      "type": letter["type"]?.stringValue ?? "—",
      "at": visit.figures.time(letter["created_at"]?.stringValue) ?? "",
    ]
  }

  private static func one(_ visit: Visit) async throws -> Response {
    let id: DeadLetterID = try visit.identifier()
    let letter = try await visit.backend.deadLetter(id, actor: try visit.actor())
    var values = line(letter, visit)
    values["lines"] = members.compactMap { name -> [String: Any]? in
      guard let text = text(letter[name], visit) else { return nil }
      return ["term": visit.say("letter_\(name)"), "text": text]
    }
    let payload = letter.given("payload")?.canonicalBytes
    values["payload"] =
      payload.map { bytes -> Any in
        let text = String(decoding: bytes.prefix(payloadMaximum), as: UTF8.self)
        return bytes.count > payloadMaximum ? text + "…" : text
      } ?? false
    let isOpen = letter["state"] == "open"
    let mayMove = try visit.actor().role != .auditor && isOpen
    values["may_redrive"] = mayMove && letter["redrivable"]?.boolValue ?? false
    values["may_skip"] = mayMove
    return try visit.show("dead_letter", title: visit.say("dead_letter"), values)
  }

  private static func text(_ json: JSON?, _ visit: Visit) -> String? {
    switch json {
    case .string(let text): visit.figures.time(text) ?? text
    case .int(let number): String(number)
    default: nil
    }
  }

  private static func skipForm(_ visit: Visit) -> Form {
    Form(fields: [
      Field(
        "reason", visit.say("letter_skip_reason"), .area, typed: [visit.form.typed("reason")],
        rule: visit.parts.schema.rule("DeadLetterSkip", "reason"))
    ])
  }

  private static func show(
    _ form: Form, _ visit: Visit, status: HTTPResponse.Status = .ok
  ) throws -> Response {
    try visit.show(
      form, title: visit.say("skip_letter"), submit: visit.say("skip_letter"),
      ["lead": visit.say("lead_skip")], status: status)
  }

  private static func skip(_ visit: Visit) async throws -> Response {
    let id: DeadLetterID = try visit.identifier()
    var body: [String: JSON] = [:]
    body["reason"] = visit.form["reason"].map(JSON.string)
    let sent = JSON.object(body)
    return try await visit.send(
      skipForm(visit), places: ["/reason": "reason"], again: { try show($0, visit, status: $1) },
      act: {
        _ = try await visit.backend.skipDeadLetter(
          id, sent, actor: try visit.actor(), idempotency: try visit.idempotency(sent))
        return visit.go(to: "/console/dead-letters/\(id)")
      })
  }
}
