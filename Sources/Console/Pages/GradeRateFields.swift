import Domain

/// The rates of single grades as rows of fields: one for each grade, and one to spare.
struct GradeRateFields {
  private static let list = "grade_rate"
  private static let ends = ["min", "max"]
  private static let fact = "grade_fact"

  /// Grades in the order of their names, with their bands.
  private let published: [(grade: String, band: JSON)]
  private let count: Int
  private let visit: Visit
  let fields: [Field]
  /// Names of the fields, which one form of price has no use for.
  var names: [String] { fields.map(\.name) }

  init(_ rates: JSON?, _ words: FactWords, _ text: DraftText) {
    let published = (rates?.objectValue ?? [:]).filter { $0.key != "fact" }
      .sorted { $0.key < $1.key }.map { (grade: $0.key, band: $0.value) }
    let count = text.groups(published.count, "grade_name", Self.list)
    self.published = published
    self.count = count
    visit = text.visit
    var choice = Field(
      Self.fact, visit.say("grade_fact"), .select(words.facts(type: "enum")),
      typed: text(Self.fact, rates?["fact"]?.stringValue ?? ""))
    choice.hint = visit.say("grade_fact_hint")
    fields =
      [choice]
      + text.rows(
        (0..<count).map {
          Self.row($0, $0 < published.count ? published[$0] : nil, text)
        }, Self.list, "grade_rate")
  }

  private static func row(
    _ index: Int, _ one: (grade: String, band: JSON)?, _ text: DraftText
  ) -> [Field] {
    let visit = text.visit
    func line(_ name: String, _ word: String, _ now: String) -> Field {
      Field(
        "\(name)_\(index)", visit.say(word), .line(type: "text", inputMode: "text"),
        typed: text("\(name)_\(index)", now))
    }
    return [line("grade_name", "limit_grade_name", one?.grade ?? "")]
      + ends.flatMap { end -> [Field] in
        let written = RateEnd(one?.band[end])
        return [
          line("grade_\(end)_multiple", "rate_\(end)_multiple", written.multiple),
          line("grade_\(end)", "rate_\(end)", written.percent),
        ]
      }
  }

  /// The rates as they were typed, nil for none, and the fields that their pointers are of.
  ///
  /// - Parameter form: is told what does not read.
  func rates(_ form: inout Form) -> (rates: JSON?, places: [String: String]) {
    let base = "/pricing/rate/by_grade"
    var rates: [String: JSON] = [:]
    var places = [base: Self.fact, base + "/fact": Self.fact]
    rates["fact"] = visit.form[Self.fact].map(JSON.string)
    for index in 0..<count {
      let bandFields = Self.ends.flatMap {
        ["grade_\($0)_multiple_\(index)", "grade_\($0)_\(index)"]
      }
      guard let grade = visit.form["grade_name_\(index)"] else {
        if bandFields.contains(where: { visit.form[$0] != nil }) {
          form.note("grade_name_\(index)", visit.say("required"))
        }
        continue
      }
      guard rates[grade] == nil else {
        form.note("grade_name_\(index)", visit.say("twice"))
        continue
      }
      var band: [String: JSON] = [:]
      for end in Self.ends {
        band[end] = RateEnd.json(
          percent: "grade_\(end)_\(index)", multiple: "grade_\(end)_multiple_\(index)", &form, visit
        )
        places["\(base)/\(grade)/\(end)"] = "grade_\(end)_\(index)"
        places["\(base)/\(grade)/\(end)/lpr/multiple_milli"] = "grade_\(end)_multiple_\(index)"
      }
      places["\(base)/\(grade)"] = "grade_name_\(index)"
      rates[grade] = .object(band)
    }
    for one in published.dropFirst(count) { rates[one.grade] = one.band }
    return (rates.isEmpty ? nil : .object(rates), places)
  }
}

/// One end of a band of rates as it is typed: percent, or a multiple of the LPR with a spread.
struct RateEnd {
  /// Rates are typed in percent, multiples of the LPR as they are.
  private static let rateDecimals = 4
  private static let multipleDecimals = 3

  let percent: String
  let multiple: String

  init(_ end: JSON?) {
    multiple = TypedNumber.text(
      end?["lpr"]?["multiple_milli"], decimals: Self.multipleDecimals)
    percent = TypedNumber.text(
      end?["ppm"] ?? end?["lpr"]?["spread_ppm"], decimals: Self.rateDecimals)
  }

  /// - Parameters:
  ///   - percent: its field.
  ///   - multiple: the field of the multiple.
  ///   - form: is told what does not read.
  static func json(
    percent: String, multiple: String, _ form: inout Form, _ visit: Visit
  ) -> JSON? {
    let rate = number(percent, rateDecimals, "not_a_rate", &form, visit)
    guard let times = number(multiple, multipleDecimals, "not_a_multiple", &form, visit) else {
      return rate.map { ["ppm": $0] }
    }
    var lpr = ["multiple_milli": times]
    lpr["spread_ppm"] = rate
    return ["lpr": .object(lpr)]
  }

  /// What was typed into a field as a number; nil for nothing, and for what is none, which is told.
  static func number(
    _ field: String, _ decimals: Int, _ fault: String, _ form: inout Form, _ visit: Visit
  ) -> JSON? {
    guard let text = visit.form[field] else { return nil }
    let number = TypedNumber.json(text, decimals: decimals)
    if number == nil { form.note(field, visit.say(fault)) }
    return number
  }
}
