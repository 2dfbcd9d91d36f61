/// What somebody in the directory is. The kinds of the catalog's institutions are all among them, by
/// the same words.
public enum DirectoryKind: String, Sendable, CaseIterable {
  case bank
  case guarantor
  case reGuarantor = "re_guarantor"
  case lessor
  case factor
  case microLender = "micro_lender"
  case insurer
  case fund
  /// A securities firm: sponsors a listing, supervises it, underwrites.
  case broker
  case lawFirm = "law_firm"
  case accountingFirm = "accounting_firm"
  /// A named body or office of experts; persons are not listed.
  case expert
  case government
  case other

  /// What it does by its very kind; nothing where that is open.
  public var ownServices: [DirectoryService] {
    switch self {
    case .bank, .microLender: [.loan]
    case .guarantor: [.guarantee]
    case .reGuarantor: [.reGuarantee]
    case .lessor: [.leasing]
    case .factor: [.factoring]
    case .lawFirm: [.legal]
    case .accountingFirm: [.audit]
    case .insurer, .fund, .broker, .expert, .government, .other: []
    }
  }
}

/// What somebody in the directory does for enterprises; a closed list.
public enum DirectoryService: String, Sendable, CaseIterable {
  case loan
  /// 续贷过桥.
  case bridgeLoan = "bridge_loan"
  case billFinance = "bill_finance"
  case supplyChainFinance = "supply_chain_finance"
  case guarantee
  case reGuarantee = "re_guarantee"
  case leasing
  case factoring
  /// 贷款保证保险、信用保险.
  case creditInsurance = "credit_insurance"
  /// 风险补偿.
  case riskCompensation = "risk_compensation"
  case equityInvestment = "equity_investment"
  /// 推荐挂牌与持续督导.
  case listingSponsorship = "listing_sponsorship"
  case bondUnderwriting = "bond_underwriting"
  /// 股份制改造.
  case shareReform = "share_reform"
  case legal
  case audit
  case valuation
  case taxAdvice = "tax_advice"
  case financingAdvice = "financing_advice"
  case training
}

/// Whether an entry of the directory is shown to everybody.
public enum DirectoryStatus: String, Sendable, CaseIterable {
  case listed
  /// Taken out with a reason; those who oversee the whole still see it.
  case unlisted
}
