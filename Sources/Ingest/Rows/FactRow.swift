import Domain

/// One fact of an import file: `uscc,path,value,none,source,as_of`; `none` may be left out.
public struct FactRow: Hashable, Sendable {
  public let uscc: USCC
  public let fact: Fact

  public init(uscc: USCC, fact: Fact) {
    self.uscc = uscc
    self.fact = fact
  }

  /// Checks a fact against the registry: the path is known, the text reads as its type and lies
  /// within its bounds, and none is admitted where `text` is nil. Faults need no place; the codes
  /// `path_unknown` and `none_not_allowed` are shown at their own columns.
  public typealias Check =
    @Sendable (_ path: String, _ text: String?) throws(Fault) -> FactValue?

  /// Reads such rows; a code and path come once in a file.
  ///
  /// Known-none is said with `none` = 是/true and an empty value; both, or neither, is a fault.
  /// - Parameters:
  ///   - today: the latest as-of day.
  ///   - admitted: see `EnterpriseRow`.
  ///   - check: the registry.
  public static func decoder(
    today: LegalDate, admitting admitted: Set<String> = [], check: @escaping Check
  ) -> RowDecoder<FactRow> {
    let uscc = Column<USCC>.uscc(admitting: admitted)
    let path = Column<String>.word(
      "path", title: "指标", maximumCharacters: 128, dotted: true)
    let value = Column<String>("value", title: "取值", maximumCharacters: 4_000) {
      cell throws(Fault) in cell
    }
    let none = Column<Bool>.boolean("none", title: "确认没有")
    let source = Column<String>.word("source", title: "来源")
    let asOf = Column<LegalDate>.day("as_of", title: "截至日期", latest: today)
    return RowDecoder(
      schema: RowSchema([
        RowSchema.required(uscc), RowSchema.required(path), RowSchema.required(value),
        RowSchema.optional(none), RowSchema.required(source), RowSchema.required(asOf),
      ]),
      key: { $0.uscc.text + " " + $0.fact.path },
      decode: { reader in
        let code = reader.required(uscc)
        let named = reader.required(path)
        let text = reader.optional(value)
        let isNone = reader.optional(none) ?? false
        if isNone, text != nil {
          reader.add(
            Fault("", "none_with_value", zh: "确认没有时取值应为空", en: "none goes without a value"),
            in: value)
        } else if !isNone, reader.isEmpty(value) {
          reader.add(
            Fault(
              "", "required", zh: "不得为空;确认没有时请在 none 列填 是",
              en: "must not be empty; where there is none, say so in the column none"),
            in: value)
        }
        var checked: FactValue?
        if let named, !reader.hasErrors {
          do throws(Fault) {
            checked = try check(named, isNone ? nil : text)
          } catch {
            switch error.code {
            case "path_unknown": reader.add(error, in: path)
            case "none_not_allowed": reader.add(error, in: none)
            default: reader.add(error, in: value)
            }
          }
        }
        let (from, day) = (reader.required(source), reader.required(asOf))
        guard let code, let named, let from, let day, !reader.hasErrors else { return nil }
        return FactRow(
          uscc: code, fact: Fact(path: named, value: checked, source: from, asOf: day))
      })
  }
}
