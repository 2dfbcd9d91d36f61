import API
import Application
import Domain
import HTTPTypes
import Hummingbird

/// The form that sets how many listings a place is to reach in a year on a board.
enum TargetForms {
  static let path = "/console/targets/set"

  static let all: [PageRoute] = [
    PageRoute(.get, path, PageRoute.operators) { visit in
      try show(try await form(visit, visit.form), visit)
    },
    // With what is set now.
    PageRoute(.get, path + "/{board}/{year}/{region}", PageRoute.operators) { visit in
      try show(try await form(visit, try await present(visit)), visit)
    },
    PageRoute(.post, path, PageRoute.operators) { try await take($0) },
  ]

  /// Years to choose from, beside the present one.
  private static let yearsAround = -1...5
  /// Members of the API's body.
  private static let members = ["count", "source"]

  /// - Parameter typed: what the fields hold.
  private static func form(_ visit: Visit, _ typed: FormBody) async throws -> Form {
    func select(_ name: String, _ word: String, _ choices: [Field.Choice]) -> Field {
      Field(
        name, visit.say(word), .select(choices), typed: [typed.typed(name)],
        rule: FormSchema.Rule(isRequired: true))
    }
    func line(_ name: String, _ word: String, _ inputMode: String) -> Field {
      Field(
        name, visit.say(word), .line(type: "text", inputMode: inputMode),
        typed: [typed.typed(name)], rule: visit.parts.schema.rule("YearlyTargetInput", name))
    }
    let boards = try await ListingPages.boards(visit).map {
      Field.Choice(value: $0.code, label: $0.name)
    }
    let years = yearsAround.map { around -> Field.Choice in
      let year = String(visit.today.year + around)
      return Field.Choice(value: year, label: year)
    }
    return Form(fields: [
      select("region", "by_place", try places(visit)), select("board", "board", boards),
      select("year", "year", years), line("count", "target_count", "numeric"),
      line("source", "target_source", "text"),
    ])
  }

  /// The division that the caller oversees and all below it, each after the one it is in.
  private static func places(_ visit: Visit) throws -> [Field.Choice] {
    let own = try visit.ownPlace()
    // The name of the province says nothing where there is but one.
    func below(_ place: Place, _ above: String) -> [Field.Choice] {
      let name = above.isEmpty ? place.name : "\(above) \(place.name)"
      let choices = place.region.map { [Field.Choice(value: $0.code.text, label: name)] } ?? []
      let isTop = place.region == nil || place.code == own.code
      return choices + visit.below(place).flatMap { below($0, isTop ? "" : name) }
    }
    return below(own, "")
  }

  /// A target that is set, as its form holds it.
  private static func present(_ visit: Visit) async throws -> FormBody {
    let year = try visit.targetYear()
    let (board, region) = (visit.parameters["board"] ?? "", try visit.region().code.text)
    let view = try await visit.backend.listingTargets(
      year: year, board: board, region: region, after: nil, actor: try visit.actor())
    let found = view["data"]?.arrayValue?.first {
      $0["board"]?.stringValue == board && $0["region"]?.stringValue == region
    }
    guard let found else { throw PageError.refused(.notFound) }
    return FormBody(json: [
      "region": [.string(region)], "board": [.string(board)], "year": [.string(String(year))],
      "count": [.string(found["count"]?.intValue.map { String($0) } ?? "")],
      "source": [.string(found["source"]?.stringValue ?? "")],
    ])
  }

  private static func show(
    _ form: Form, _ visit: Visit, status: HTTPResponse.Status = .ok
  ) throws -> Response {
    try visit.show(
      form, title: visit.say("set_yearly_target"), submit: visit.say("set_yearly_target"),
      ["action": path, "lead": visit.say("lead_yearly_target")], status: status)
  }

  private static func take(_ visit: Visit) async throws -> Response {
    var form = visit.told(try await form(visit, visit.form))
    /// What was chosen of a field; what is no choice of it is told beside it.
    func chosen(_ name: String) -> String? {
      guard case .select(let choices)? = form.fields.first(where: { $0.name == name })?.kind else {
        return nil
      }
      if let text = visit.form[name], choices.contains(where: { $0.value == text }) { return text }
      form.note(name, visit.say("required"))
      return nil
    }
    let (board, region) = (chosen("board"), chosen("region"))
    let year = chosen("year").flatMap { Int($0) }
    var body: [String: JSON] = [:]
    body["source"] = visit.form["source"].map(JSON.string)
    if let text = visit.form["count"] {
      if let count = Decimals.scaled(text, decimals: 0) {
        body["count"] = .int(count)
      } else {
        form.note("count", visit.say("not_a_number"))
      }
    }
    guard !form.hasErrors, let board, let region, let year else {
      return try show(form, visit, status: .unprocessableContent)
    }
    let sent = JSON.object(body)
    return try await visit.send(
      form, places: Dictionary(uniqueKeysWithValues: members.map { ("/\($0)", $0) }),
      again: { try show($0, visit, status: $1) },
      act: {
        _ = try await visit.backend.setYearlyTarget(
          board, year: year, region: region, expectedVersion: nil, sent, actor: try visit.actor(),
          idempotency: try visit.idempotency([
            "target": sent, "board": .string(board), "year": .int(Int64(year)),
            "region": .string(region),
          ]))
        return visit.go(to: TargetPages.address(of: year))
      })
  }
}
