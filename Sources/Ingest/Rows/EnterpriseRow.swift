import Domain

/// One enterprise of an import file: `uscc,name,region,industry,registered_on`.
public struct EnterpriseRow: Hashable, Sendable {
  public let uscc: USCC
  public let name: String
  public let region: RegionCode
  public let industry: IndustryCode
  public let registeredOn: LegalDate

  public init(
    uscc: USCC, name: String, region: RegionCode, industry: IndustryCode, registeredOn: LegalDate
  ) {
    self.uscc = uscc
    self.name = name
    self.region = region
    self.industry = industry
    self.registeredOn = registeredOn
  }

  /// Reads such rows; a code comes once in a file.
  ///
  /// A wrong organisation-code check is the warning `organisation_check`.
  /// - Parameters:
  ///   - regions: the known divisions.
  ///   - industries: the known industries.
  ///   - today: the latest day of registration.
  ///   - admitted: normalised codes that an audited override admits in spite of their checksum.
  public static func decoder(
    regions: RegionTable, industries: IndustryTable, today: LegalDate,
    admitting admitted: Set<String> = []
  ) -> RowDecoder<EnterpriseRow> {
    let uscc = Column<USCC>.uscc(admitting: admitted)
    let name = Column<String>.text("name", title: "企业名称", maximumCharacters: 200)
    let region = Column<RegionCode>("region", title: "行政区划代码", maximumCharacters: 16) {
      cell throws(Fault) in
      try regions.region(cell).code
    }
    let industry = Column<IndustryCode>("industry", title: "行业代码", maximumCharacters: 16) {
      cell throws(Fault) in
      try industries.industry(cell)
    }
    let registeredOn = Column<LegalDate>.day("registered_on", title: "成立日期", latest: today)
    return RowDecoder(
      schema: RowSchema([
        RowSchema.required(uscc), RowSchema.required(name), RowSchema.required(region),
        RowSchema.required(industry), RowSchema.required(registeredOn),
      ]),
      key: { $0.uscc.text },
      decode: { reader in
        let code = reader.required(uscc)
        if let warning = code?.organisationCheckWarning {
          reader.add(warning, in: uscc, severity: .warning)
        }
        let (named, placed) = (reader.required(name), reader.required(region))
        let (active, founded) = (reader.required(industry), reader.required(registeredOn))
        guard let code, let named, let placed, let active, let founded else { return nil }
        return EnterpriseRow(
          uscc: code, name: named, region: placed, industry: active, registeredOn: founded)
      })
  }
}
