import API
import Application
import Domain
import HTTPTypes
import Hummingbird

/// What another value of a parameter of a policy pack would do to the needs of the last year.
enum ParameterPages {
  static let all: [PageRoute] = [
    PageRoute(.get, path, PageRoute.operators) { visit in
      let found = try await Found(visit)
      return try show(form(found, visit, isNew: true), found, visit)
    },
    PageRoute(.post, path, PageRoute.operators, isHeavy: true) { try await ask($0) },
  ]

  private static let path = "/console/policies/packs/{pack}/parameters/{parameter}"
  private static let outcomes = ["gained", "lost", "subsidised", "possible"]

  static func address(_ pack: String, _ parameter: String) -> String {
    "/console/policies/packs/\(pack)/parameters/\(parameter)"
  }

  /// A parameter of a pack with the value that is in force today.
  private struct Found {
    let pack: JSON
    /// The place of the parameter in its pack, and of the value among its values.
    let index: Int
    let point: Int
    let parameter: JSON

    /// - Throws: `.notFound`, also for one without a value today.
    init(_ visit: Visit) async throws {
      pack = try await visit.backend.policyPack(
        visit.parameters["pack"] ?? "", actor: try visit.actor())
      let parameters = pack["parameters"]?.arrayValue ?? []
      let today = visit.today.text
      guard
        let index = parameters.firstIndex(where: {
          $0["id"]?.stringValue == visit.parameters["parameter"]
        }),
        // Days are written so that they are in the order of their texts.
        let point = parameters[index]["values"]?.arrayValue?.lastIndex(where: {
          $0["from"]?.stringValue ?? "" <= today
        })
      else { throw PageError.refused(.notFound) }
      self.index = index
      self.point = point
      parameter = parameters[index]
    }

    var value: Int64? { parameter["values"]?.arrayValue?[point]["value"]?.intValue }

    /// How it is typed: decimals of its unit, the unit, and what to say of what is no such number.
    var typing: (decimals: Int, unit: String, fault: String) {
      switch parameter["unit"]?.stringValue {
      case "fen": (6, "ten_thousand_yuan", "not_an_amount")
      case "ppm": (4, "unit_percent", "not_a_rate")
      case "milli": (3, "unit_times", "not_a_multiple")
      default: (0, "", "not_a_number")
      }
    }

    /// The pack with another value in place of the one in force.
    func changed(to value: Int64) -> JSON {
      var members = pack.objectValue ?? [:]
      var parameters = pack["parameters"]?.arrayValue ?? []
      var own = parameter.objectValue ?? [:]
      var values = parameter["values"]?.arrayValue ?? []
      var one = values[point].objectValue ?? [:]
      one["value"] = .int(value)
      values[point] = .object(one)
      own["values"] = .array(values)
      parameters[index] = .object(own)
      members["parameters"] = .array(parameters)
      return .object(members)
    }
  }

  /// - Parameter isNew: as it is published; else with what was typed.
  private static func form(_ found: Found, _ visit: Visit, isNew: Bool) -> Form {
    let typing = found.typing
    let unit = typing.unit.isEmpty ? "" : " (\(visit.say(typing.unit)))"
    let now = found.value.map { Decimals.text($0, decimals: typing.decimals) } ?? ""
    return Form(fields: [
      Field(
        "value", "\(visit.say("value"))\(unit)", .line(type: "text", inputMode: "decimal"),
        typed: [isNew ? now : visit.form.typed("value")],
        rule: FormSchema.Rule(isRequired: true))
    ])
  }

  private static func name(_ found: Found, _ visit: Visit) -> String {
    visit.label(found.parameter["label"]) ?? visit.parameters["parameter"] ?? ""
  }

  /// - Parameter tried: what `result` is of.
  private static func show(
    _ form: Form, _ found: Found, _ visit: Visit, tried: JSON? = nil, result: JSON? = nil,
    status: HTTPResponse.Status = .ok
  ) throws -> Response {
    var values: [String: Any] = [
      "action": visit.path, "submit": visit.say("try_draft"), "lead": visit.say("parameter_lead"),
      "has_lines": true, "empty": false, "may_keep": false, "may_publish": false, "lists": false,
      "hidden": [["name": DraftFigures.tried, "value": DraftFigures.digest(tried)]],
      "lines": [
        ["term": visit.say("parameter"), "text": name(found, visit)],
        ["term": visit.say("pack"), "text": visit.parameters["pack"] ?? ""],
      ], "has_result": result != nil, "draft": false,
      "outcomes": visit.outcomes(outcomes, of: result ?? [:]),
    ]
    values.merge(form.values) { _, own in own }
    return try visit.show("product", title: visit.say("parameter_draft"), values, status: status)
  }

  private static func ask(_ visit: Visit) async throws -> Response {
    let found = try await Found(visit)
    var form = visit.told(form(found, visit, isNew: false))
    let number = visit.form["value"].flatMap {
      Decimals.scaled($0, decimals: found.typing.decimals)
    }
    guard let number else {
      form.note("value", visit.say(visit.form["value"] == nil ? "required" : found.typing.fault))
      return try show(form, found, visit, status: .unprocessableContent)
    }
    let asked: JSON = ["packs": [found.changed(to: number)]]
    let file = visit.form[DraftFigures.file]
    if file != nil, !visit.hasTried(asked) {
      form.others.append(visit.say("try_before_file"))
      return try show(form, found, visit, status: .unprocessableContent)
    }
    let typed = form
    return try await visit.send(
      typed, places: ["/packs/0/parameters/\(found.index)": "value"],
      again: { try show($0, found, visit, status: $1) },
      act: {
        let result = try await visit.backend.policyWhatIf(
          asked, byCounty: false, actor: try visit.actor())
        if let file {
          let sheet = visit.outcomeSheet(name(found, visit), outcomes, of: result)
          return try await SheetPages.file(file, sheet, visit)
        }
        return try show(typed, found, visit, tried: asked, result: result)
      })
  }
}
