import API
import Application
import Domain
import HTTPTypes
import Hummingbird

/// The form of a need: four fields, since who asks is known.
struct NeedForm {
  private static let schema = "NeedInput"

  /// Names of its fields.
  static let names = ["amount", "tenor_months", "purpose", "security"]

  private let visit: Visit
  private let words: FactWords
  private let sent: FormBody
  var form: Form

  /// - Parameter typed: what stands in the fields.
  init(_ visit: Visit, typed sent: FormBody) async throws {
    self.visit = visit
    self.sent = sent
    words = try await visit.factWords()
    func rule(_ path: String) -> FormSchema.Rule { visit.parts.schema.rule(Self.schema, path) }
    var amount = rule("amount/fen")
    let (least, most) = (amount.minimum ?? 1, amount.maximum ?? Fen.maximum)
    let range = "\(TenThousands.text(least)) – \(TenThousands.text(most))"
    (amount.minimum, amount.maximum) = (nil, nil)
    form = Form(fields: [
      Field(
        "amount", "\(words.label("need.amount_fen")) (\(visit.say("ten_thousand_yuan")))",
        .line(type: "text", inputMode: "decimal"), hint: "\(visit.say("range")) \(range)",
        typed: [sent.typed("amount")], rule: amount),
      Field(
        "tenor_months", words.label("need.tenor_months"),
        .line(type: "number", inputMode: "numeric"), typed: [sent.typed("tenor_months")],
        rule: rule("tenor_months")),
      Field(
        "purpose", words.label("need.purpose"), .select(words.choices("need.purpose")),
        typed: [sent.typed("purpose")], rule: rule("purpose")),
      Field(
        "security", words.label("need.security"), .boxes(words.choices("need.security")),
        hint: visit.say("security_hint"), typed: sent.all("security"),
        rule: rule("security")),
    ])
  }

  /// The API's body; what is no number stands beside its field, and is left out here.
  mutating func body(of enterprise: JSON) -> JSON {
    var body: [String: JSON] = ["enterprise_id": enterprise]
    if let text = sent["amount"] {
      if let fen = TenThousands.fen(text) {
        body["amount"] = ["fen": .int(fen), "currency": "CNY"]
      } else {
        note("amount", visit.say("not_an_amount"))
      }
    }
    if let text = sent["tenor_months"] {
      if let months = Decimals.scaled(text, decimals: 0) {
        body["tenor_months"] = .int(months)
      } else {
        note("tenor_months", visit.say("not_a_number"))
      }
    }
    if let purpose = sent["purpose"] { body["purpose"] = .string(purpose) }
    let security = sent.all("security")
    if !security.isEmpty { body["security"] = .array(security.map(JSON.string)) }
    return .object(body)
  }

  private mutating func note(_ field: String, _ text: String) {
    guard let index = form.fields.firstIndex(where: { $0.name == field }) else { return }
    form.fields[index].error = text
  }

  /// Its fields by the pointers of the API's body.
  static let places = [
    "/amount": "amount", "/tenor_months": "tenor_months", "/purpose": "purpose",
    "/security": "security",
  ]

  /// - Parameter savedAt: when what stands in the fields was kept.
  func show(
    _ enterprise: JSON, savedAt: String? = nil, status: HTTPResponse.Status = .ok
  ) throws -> Response {
    try visit.show(
      form, title: visit.say("new_need"), submit: visit.say("submit_need"),
      [
        "has_lines": true, "lines": EnterprisePages.lines(enterprise, visit),
        "action": "/console/needs", "may_keep": true,
        "lead": visit.figures.time(savedAt).map { "\(visit.say("saved_at")) \($0)" as Any }
          ?? false,
      ],
      status: status)
  }
}
