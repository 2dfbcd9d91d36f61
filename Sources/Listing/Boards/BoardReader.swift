import Catalog
import Domain
import Workflow

extension Board {
  /// Most entries of a list of a board.
  static let maximumCount = 500
  private static let maximumDays: Int64 = 3_660

  /// From a document in the form of `Schemas/listing/boards`.
  ///
  /// - Throws: every fault, with pointers into the document; besides malformed members these are
  ///   `duplicate_id`, `unknown_stage`, `unknown_verb`, `unknown_role`, `unknown_gate`,
  ///   `unknown_evidence`, `unknown_channel`, `unreachable`, `dead_end`, `final_left`, `without_reason`
  ///   (an end or a hold that nobody says why), `without_evidence` (a gate), `unused_gate`,
  ///   `unused_evidence`, `unused_verb`, `unused_role`, `hold_left` (a hold that leads on), `hold_twice`,
  ///   `back_from_step`, `nobody` (an edge without roles), `never_passed` (a gate demanded before it can
  ///   be passed), `order` (days that fall), `not_a_hold`,
  ///   and of the plan `plan_order` (a step before what it waits for), `no_duration` and `not_of_year`.
  public init(json: JSON) throws(Faults) {
    var reader = ObjectReader(json)
    let code = reader.requiredName("board", allowing: "-")
    let version = reader.requiredName("version", allowing: "-_.")
    let label = reader.requiredLabel("label")
    let period = reader.requiredPeriod()
    let jurisdiction = reader.region("jurisdiction")
    let citation = reader.requiredCitation()
    let durations = reader.requiredCitation("durations_citation")
    let parts = Self.readParts(&reader)
    var faults = reader.finish() + Nulls.faults(in: json)
    if faults.isEmpty { faults = Self.faults(parts) }
    guard faults.isEmpty, let code, let version, let label, let period, let citation, let durations
    else { throw Faults(faults) }
    self.init(
      Head(
        code: code, version: version, label: label, period: period, jurisdiction: jurisdiction,
        citation: citation, durationsCitation: durations),
      parts)
  }

  private static func readParts(_ reader: inout ObjectReader) -> Parts {
    var parts = Parts()
    parts.initial = reader.requiredName("initial") ?? ""
    parts.aim = reader.requiredName("aim") ?? ""
    parts.roles = reader.requiredList("roles", maximumCount: maximumCount, readTerm)
    parts.verbs = reader.requiredList("verbs", maximumCount: maximumCount, readTerm)
    parts.channels = reader.requiredList("channels", maximumCount: maximumCount, readChannel)
    parts.evidence = reader.requiredList("evidence", maximumCount: maximumCount, readEvidenceKind)
    parts.gates = reader.requiredList("gates", maximumCount: maximumCount, readGate)
    parts.stages = reader.requiredList("stages", maximumCount: maximumCount, readStage)
    parts.edges = reader.requiredList("edges", maximumCount: maximumCount, readEdges).flatMap { $0 }
    parts.plan = PlanOutline.read(&reader)
    parts.draws = BoardDraws.read(&reader)
    return parts
  }

  private static func readTerm(_ reader: inout ObjectReader) -> Term? {
    let code = reader.requiredName("code")
    let label = reader.requiredLabel("label")
    guard let code, let label else { return nil }
    return Term(code: code, label: label)
  }

  private static func readChannel(_ reader: inout ObjectReader) -> Channel? {
    let code = reader.requiredName("code")
    let label = reader.requiredLabel("label")
    let citation = reader.requiredCitation()
    guard let code, let label, let citation else { return nil }
    return Channel(code: code, label: label, citation: citation)
  }

  private static func readEvidenceKind(_ reader: inout ObjectReader) -> EvidenceKind? {
    let code = reader.requiredName("code")
    let label = reader.requiredLabel("label")
    let validity = readValidity(&reader)
    guard let code, let label else { return nil }
    return EvidenceKind(code: code, label: label, validity: validity)
  }

  private static func readValidity(_ reader: inout ObjectReader) -> Validity? {
    guard var nested = reader.object("good_for") else { return nil }
    let months = nested.requiredInteger("months", in: 1...120)
    let more = nested.integer("extension_months", in: 1...120)
    let extendedBy =
      nested.optional("extended_by") == nil ? nil : nested.requiredName("extended_by")
    if (more == nil) != (extendedBy == nil) {
      nested.add(
        ObjectReader.requiredFault(nested.path(more == nil ? "extension_months" : "extended_by")))
    }
    reader.merge(nested)
    guard let months else { return nil }
    return Validity(months: Int(months), extensionMonths: Int(more ?? 0), extendedBy: extendedBy)
  }

  private static func readGate(_ reader: inout ObjectReader) -> Gate? {
    let code = reader.requiredName("code")
    let label = reader.requiredLabel("label")
    let evidence = reader.texts("evidence") ?? []
    guard let code, let label else { return nil }
    return Gate(code: code, label: label, evidence: evidence)
  }

  private static func readStage(_ reader: inout ObjectReader) -> Stage? {
    let code = reader.requiredName("code")
    let label = reader.requiredLabel("label")
    let kind = reader.choice("kind", of: Stage.Kind.self) ?? .step
    let actors = reader.texts("actors") ?? []
    let reasons = reader.list("reasons", maximumCount: maximumCount, readTerm)
    let duration = readDuration(&reader)
    let months = reader.integer("most_months", in: 1...120)
    guard let code, let label else { return nil }
    return Stage(
      code: code, label: label, kind: kind, actors: actors, reasons: reasons, duration: duration,
      mostMonths: months.map { Int($0) })
  }

  private static func readDuration(_ reader: inout ObjectReader) -> Duration? {
    guard var nested = reader.object("takes") else { return nil }
    let least = nested.requiredInteger("least", in: 0...maximumDays)
    let typical = nested.requiredInteger("typical", in: 0...maximumDays)
    let most = nested.requiredInteger("most", in: 0...maximumDays)
    let unit = nested.requiredChoice("unit", of: TimeLimit.Unit.self)
    if let least, let typical, let most, least > typical || typical > most {
      nested.add(
        Fault(nested.pointer, "order", zh: "应由短到长", en: "must rise from least to most"))
    }
    reader.merge(nested)
    guard let least, let typical, let most, let unit else { return nil }
    return Duration(least: Int(least), typical: Int(typical), most: Int(most), unit: unit)
  }

  /// One entry may name several stages that the same verb leaves in the same way.
  private static func readEdges(_ reader: inout ObjectReader) -> [Edge]? {
    let verb = reader.requiredName("verb")
    _ = reader.required("from")
    let from = reader.texts("from") ?? []
    let to = reader.optional("to") == nil ? nil : reader.requiredName("to")
    let isBack = reader.boolean("back") ?? false
    if (to != nil) == isBack {
      reader.add(
        Fault(
          reader.pointer, "one_of", zh: "to 与 back 须且只须有一个", en: "exactly one of to and back"))
    }
    _ = reader.required("roles")
    let roles = Set(reader.texts("roles") ?? [])
    let gate = reader.optional("gate") == nil ? nil : reader.requiredName("gate")
    let after = reader.texts("after") ?? []
    let channels = Set(reader.texts("channels") ?? [])
    let chooses = reader.optional("chooses") == nil ? nil : reader.requiredName("chooses")
    guard let verb, let target = isBack ? .back : to.map(Target.stage) else { return nil }
    return from.map {
      Edge(
        verb: verb, from: $0, target: target, roles: roles, gate: gate, after: after,
        channels: channels, chooses: chooses)
    }
  }
}

extension PlanOutline {
  /// The member `plan`.
  static func read(_ reader: inout ObjectReader) -> PlanOutline {
    guard reader.required("plan") != nil, var nested = reader.object("plan") else {
      return PlanOutline(steps: [], statements: nil, rounds: nil, reviewedFrom: nil)
    }
    let steps = nested.requiredList("steps", maximumCount: Board.maximumCount, readStep)
    let statements = readStatements(&nested)
    let rounds = readRounds(&nested)
    let reviewedFrom =
      nested.optional("reviewed_from") == nil ? nil : nested.requiredName("reviewed_from")
    reader.merge(nested)
    return PlanOutline(
      steps: steps, statements: statements, rounds: rounds, reviewedFrom: reviewedFrom)
  }

  private static func readStep(_ reader: inout ObjectReader) -> Step? {
    let stage = reader.requiredName("stage")
    let after = reader.texts("after") ?? []
    let channels = Set(reader.texts("channels") ?? [])
    let option = reader.optional("option") == nil ? nil : reader.requiredName("option")
    guard let stage else { return nil }
    return Step(stage: stage, after: after, channels: channels, option: option)
  }

  private static func readStatements(_ reader: inout ObjectReader) -> Statements? {
    guard var nested = reader.object("statements") else { return nil }
    let every = nested.requiredInteger("every_months", in: 1...12)
    if let every, 12 % every != 0 {
      nested.add(
        Fault(
          nested.path("every_months"), "not_of_year", zh: "应整除 12", en: "must divide the year"))
    }
    let notBefore = nested.texts("not_before") ?? []
    let audited = nested.requiredName("audited_in")
    _ = nested.required("good_through")
    let through = nested.texts("good_through") ?? []
    let months = nested.requiredInteger("months", in: 1...120)
    let more = nested.integer("extension_months", in: 0...120)
    reader.merge(nested)
    guard let every, let audited, let months else { return nil }
    return Statements(
      everyMonths: Int(every), notBefore: notBefore, auditedIn: audited, goodThrough: through,
      months: Int(months), extensionMonths: Int(more ?? 0))
  }

  private static func readRounds(_ reader: inout ObjectReader) -> Rounds? {
    guard var nested = reader.object("rounds") else { return nil }
    let stages = nested.texts("stages") ?? []
    if stages.isEmpty {
      nested.add(Fault(nested.path("stages"), "empty", zh: "不得为空", en: "must not be empty"))
    }
    let typical = nested.requiredInteger("typical", in: 1...20)
    let most = nested.requiredInteger("most", in: 1...20)
    if let typical, let most, most < typical {
      nested.add(Fault(nested.path("most"), "order", zh: "不得小于常见轮数", en: "not below typical"))
    }
    reader.merge(nested)
    guard let typical, let most else { return nil }
    return Rounds(stages: stages, typical: Int(typical), most: Int(most))
  }
}

extension ObjectReader {
  /// A division of the country by its six digits; absent gives nil.
  mutating func region(_ name: String) -> RegionCode? {
    guard let text = string(name, maximumLength: 6) else { return nil }
    guard let region = RegionCode(text) else {
      add(.pattern(path(name), "340000"))
      return nil
    }
    return region
  }
}
