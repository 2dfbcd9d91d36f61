import Domain

/// One financing need of an import file: `uscc`, `amount_yuan` or `amount_fen`, `tenor_months`,
/// `purpose`, `security`.
public struct NeedRow: Hashable, Sendable {
  public typealias Purpose = NeedPurpose
  public typealias Security = NeedSecurity

  /// Longest tenor in months.
  public static let maximumTenorMonths: Int64 = 600

  public let uscc: USCC
  public let amount: Fen
  public let tenorMonths: Int
  public let purpose: Purpose
  /// Nil when the file does not say; unknown is not the same as none.
  public let security: [Security]?

  public init(
    uscc: USCC, amount: Fen, tenorMonths: Int, purpose: Purpose, security: [Security]?
  ) {
    self.uscc = uscc
    self.amount = amount
    self.tenorMonths = tenorMonths
    self.purpose = purpose
    self.security = security
  }

  /// Reads such rows; one enterprise may have several needs.
  ///
  /// Exactly one of the two amount columns is filled in each row (`amount_missing`,
  /// `amount_twice`). Security is a list of words separated by semicolons.
  /// - Parameter admitted: see `EnterpriseRow`.
  public static func decoder(admitting admitted: Set<String> = []) -> RowDecoder<NeedRow> {
    let uscc = Column<USCC>.uscc(admitting: admitted)
    let yuan = Column<Fen>("amount_yuan", title: "金额(元)", maximumCharacters: 32) {
      cell throws(Fault) in
      let amount = try MoneyText.fen(yuan: cell)
      guard amount.value > 0 else {
        throw Fault("", "below_min", zh: "金额应大于 0", en: "must be above 0", limit: 1)
      }
      return amount
    }
    let fen = Column<Int64>.integer("amount_fen", title: "金额(分)", in: 1...Fen.maximum)
    let tenor = Column<Int64>.integer(
      "tenor_months", title: "期限(月)", in: 1...maximumTenorMonths)
    let purpose = Column<Purpose>.choice("purpose", title: "用途")
    let security = Column<Security>.list("security", title: "担保方式")
    return RowDecoder(
      schema: RowSchema([
        RowSchema.required(uscc), RowSchema.optional(yuan), RowSchema.optional(fen),
        RowSchema.required(tenor), RowSchema.required(purpose), RowSchema.optional(security),
      ]),
      decode: { reader in
        let code = reader.required(uscc)
        var amount = reader.optional(yuan)
        if let number = reader.optional(fen) { amount = amount ?? Fen(number) }
        switch (reader.isEmpty(yuan), reader.isEmpty(fen)) {
        case (true, true):
          reader.add(
            Fault(
              "", "amount_missing", zh: "应填写 amount_yuan 或 amount_fen",
              en: "fill in amount_yuan or amount_fen"),
            in: yuan)
        case (false, false):
          reader.add(
            Fault(
              "", "amount_twice", zh: "amount_yuan 与 amount_fen 只能填一个",
              en: "fill in only one of amount_yuan and amount_fen"),
            in: yuan)
        default: break
        }
        let (months, use) = (reader.required(tenor), reader.required(purpose))
        let offered = reader.optional(security)
        guard let code, let amount, let months, let use, !reader.hasErrors else { return nil }
        return NeedRow(
          uscc: code, amount: amount, tenorMonths: Int(months), purpose: use, security: offered)
      })
  }
}
