import Domain

/// The terms of a product's limit as fields: a group for each of them, and one for one more.
struct LimitFields {
  /// In which member a kind of term has its number, and how that is typed.
  private struct Number {
    var member: String
    var decimals: Int
    var fault: String
  }

  // Amounts are typed in 万元, multiples as they are, shares in percent.
  private static let numbers = [
    "cap": Number(member: "fen", decimals: 6, fault: "not_an_amount"),
    "headroom": Number(member: "cap_fen", decimals: 6, fault: "not_an_amount"),
    "multiple": Number(member: "milli", decimals: milliDecimals, fault: "not_a_multiple"),
    "advance_rate": Number(member: "ppm", decimals: 4, fault: "not_a_rate"),
    "share": Number(member: "ppm", decimals: 4, fault: "not_a_rate"),
  ]
  private static let milliDecimals = 3
  private static let byGrade = "multiple_by_grade"
  /// Fields of a group beside its kind.
  private static let others = ["fact", "number", "grade", "grades"]

  private let published: [JSON]
  private let count: Int
  private let visit: Visit
  let fields: [Field]

  init(_ limit: JSON?, _ text: DraftText) {
    let published = limit?.arrayValue ?? []
    let count = text.groups(published.count, "limit_kind", "limit")
    self.published = published
    self.count = count
    visit = text.visit
    fields = text.rows(
      (0..<count).map { Self.group($0, $0 < published.count ? published[$0] : [:], text) },
      "limit", "limit")
  }

  /// The member that names the fact of a term.
  private static func factMember(_ kind: String) -> String { kind == "headroom" ? "used" : "fact" }

  private static func group(_ index: Int, _ term: JSON, _ text: DraftText) -> [Field] {
    let visit = text.visit
    let kind = term["kind"]?.stringValue ?? ""
    let number = numbers[kind]
    func field(
      _ name: String, _ kind: Field.Kind, hint: String? = nil, _ now: String
    ) -> Field {
      Field(
        "limit_\(name)_\(index)", visit.say("limit_\(name)"), kind, hint: hint,
        typed: text("limit_\(name)_\(index)", now))
    }
    let kinds = visit.parts.productSchema.limitKinds.map {
      Field.Choice(value: $0, label: visit.say("limit_kind_\($0)"))
    }
    let fact = term[factMember(kind)]?.stringValue ?? ""
    let grade = term["grade"]?.stringValue ?? ""
    let line = Field.Kind.line(type: "text", inputMode: "decimal")
    let name = Field.Kind.line(type: "text", inputMode: "text")
    var measured = field("fact", name, fact)
    measured.suggestions = "list-amount"
    var graded = field("grade", name, grade)
    graded.suggestions = "list-grade"
    return [
      field("kind", .select(kinds), kind), measured,
      field(
        "number", line, hint: visit.say("parameter_hint"),
        number.map { TypedNumber.text(term[$0.member], decimals: $0.decimals) } ?? ""),
      graded,
      field(
        "grades", name, hint: visit.say("grades_hint"),
        kind == byGrade ? gradesText(term["milli"]) : ""),
    ]
  }

  // MARK: Multiples of grades

  /// `A=8, B=`: a grade without a number is one whose multiple is not published.
  private static func gradesText(_ milli: JSON?) -> String {
    (milli?.objectValue ?? [:]).sorted { $0.key < $1.key }
      .map { "\($0.key)=\(TypedNumber.text($0.value, decimals: milliDecimals))" }
      .joined(separator: ", ")
  }

  /// - Returns: nil for what does not read so.
  private static func grades(_ text: String) -> JSON? {
    var milli: [String: JSON] = [:]
    for part in text.split(whereSeparator: { ",，".contains($0) }) {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map { $0.split(separator: " ").joined(separator: " ") }
      guard sides.count == 2, !sides[0].isEmpty, milli[sides[0]] == nil else { return nil }
      guard !sides[1].isEmpty else {
        milli[sides[0]] = .null
        continue
      }
      guard let number = TypedNumber.json(sides[1], decimals: milliDecimals) else { return nil }
      milli[sides[0]] = number
    }
    return .object(milli)
  }

  // MARK: Terms

  /// The terms as they were typed, and the fields that their pointers are of.
  ///
  /// - Parameters:
  ///   - form: is told what does not read.
  ///   - cited: where terms that are new are stated.
  func terms(
    _ form: inout Form, cited: JSON?
  ) -> (terms: [JSON], places: [String: String]) {
    var terms: [JSON] = []
    var places: [String: String] = [:]
    for index in 0..<count {
      func typed(_ name: String) -> String? { visit.form["limit_\(name)_\(index)"] }
      guard let kind = typed("kind") else {
        if Self.others.contains(where: { typed($0) != nil }) {
          form.note("limit_kind_\(index)", visit.say("required"))
        }
        continue
      }
      let before: JSON = index < published.count ? published[index] : [:]
      var term: [String: JSON] = ["kind": .string(kind)]
      term["citation"] = before["citation"] ?? cited
      for name in Self.others where typed(name) != nil && !Self.takes(kind, name) {
        form.note("limit_\(name)_\(index)", visit.say("not_for_kind"))
      }
      term[Self.factMember(kind)] = typed("fact").map(JSON.string)
      term["grade"] = typed("grade").map(JSON.string)
      if kind == Self.byGrade, let text = typed("grades") {
        term["milli"] = Self.grades(text)
        if term["milli"] == nil { form.note("limit_grades_\(index)", visit.say("not_grades")) }
      } else if let number = Self.numbers[kind], let text = typed("number") {
        term[number.member] = TypedNumber.json(text, decimals: number.decimals)
        if term[number.member] == nil {
          form.note("limit_number_\(index)", visit.say(number.fault))
        }
      }
      places.merge(Self.places(terms.count, index, kind)) { own, _ in own }
      terms.append(.object(term))
    }
    return (terms + published.dropFirst(count), places)
  }

  /// Whether a kind of term has use for a field.
  private static func takes(_ kind: String, _ name: String) -> Bool {
    switch name {
    case "fact": kind != "cap"
    case "number": numbers[kind] != nil
    default: kind == byGrade
    }
  }

  private static func places(_ place: Int, _ index: Int, _ kind: String) -> [String: String] {
    let base = "/limit/\(place)"
    let number = kind == byGrade ? "limit_grades_\(index)" : "limit_number_\(index)"
    return [
      base: "limit_kind_\(index)", base + "/citation": "cited",
      base + "/fact": "limit_fact_\(index)", base + "/used": "limit_fact_\(index)",
      base + "/grade": "limit_grade_\(index)", base + "/fen": number, base + "/cap_fen": number,
      base + "/milli": number, base + "/ppm": number,
    ]
  }
}
