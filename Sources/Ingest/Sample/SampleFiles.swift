import Domain

/// Sample enterprises as the three files the import frame reads: enterprises, facts and needs.
public struct SampleFiles {
  private var enterpriseWriter = CSVWriter()
  private var factWriter = CSVWriter()
  private var needWriter = CSVWriter()

  public init() {
    enterpriseWriter.append(["uscc", "name", "region", "industry", "registered_on"])
    factWriter.append(["uscc", "path", "value", "none", "source", "as_of"])
    needWriter.append(["uscc", "amount_fen", "tenor_months", "purpose", "security"])
  }

  /// `EnterpriseRow` so far, UTF-8.
  public var enterprises: [UInt8] { enterpriseWriter.bytes }
  /// `FactRow` so far, UTF-8.
  public var facts: [UInt8] { factWriter.bytes }
  /// `NeedRow` so far, UTF-8.
  public var needs: [UInt8] { needWriter.bytes }

  /// Appends one enterprise with all its facts and needs.
  public mutating func append(_ sample: SampleEnterprise) {
    let code = sample.uscc.text
    enterpriseWriter.append([
      code, sample.name, sample.region.text, sample.industry.text, sample.registeredOn.text,
    ])
    for fact in sample.facts {
      factWriter.append([
        code, fact.path, fact.value.map(Self.text) ?? "", fact.value == nil ? "true" : "",
        fact.source, fact.asOf.text,
      ])
    }
    for need in sample.needs {
      needWriter.append([
        code, String(need.amount.value), String(need.tenorMonths), need.purpose.rawValue,
        (need.security ?? []).map(\.rawValue).joined(separator: ";"),
      ])
    }
  }

  /// A value as a cell: `true`/`false`, digits, text, `YYYY-MM-DD`, or words joined by semicolons.
  public static func text(_ value: FactValue) -> String {
    switch value {
    case .boolean(let flag): flag ? "true" : "false"
    case .integer(let number): String(number)
    case .text(let text): text
    case .set(let words): words.joined(separator: ";")
    case .date(let day): day.text
    }
  }
}
