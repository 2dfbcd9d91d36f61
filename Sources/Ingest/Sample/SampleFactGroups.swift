import Domain

/// The groups beside profile and tax.
extension SampleFacts {
  mutating func finance() {
    let latent = latent
    let day = lastYearEnd
    let existed = latent.revenueLastYear != nil
    let capital = SampleLatent.rounded(random.scaled(latent.assets, 60_000...400_000))
    addAmount("finance.assets_fen", latent.assets, "enterprise", asOf: existed ? day : nil)
    addAmount(
      "finance.liabilities_fen", latent.liabilities, "enterprise", asOf: existed ? day : nil)
    addAmount("finance.paid_in_capital_fen", capital, "market_regulator", known: 850_000)
    addAmount("finance.revenue_last_year_fen", latent.revenueLastYear, "enterprise", asOf: day)
    addAmount("finance.revenue_prior_year_fen", latent.revenuePriorYear, "enterprise", asOf: day)
    addAmount("finance.existing_loans_fen", latent.loans, "enterprise", known: 900_000)
    let plain = random.scaled(latent.loans, 350_000...1_000_000)
    addAmount("finance.bank_loans_ex_mortgage_fen", plain, "enterprise", known: 700_000)
    let lenders = latent.loans > 0 ? random.within(1...4) : 0
    add("finance.lender_count", .integer(lenders), "enterprise", known: 880_000)
    let used = latent.loans > 0 && random.chance(90_000)
    let balance = used ? SampleLatent.rounded(random.scaled(latent.loans, 100_000...600_000)) : 0
    addAmount("finance.shuirongtong_balance_fen", balance, "bank", known: 640_000)
    let renews = latent.loans > 0 && random.chance(260_000)
    let renewal =
      renews ? SampleLatent.rounded(random.scaled(latent.loans, 200_000...1_000_000)) : nil
    addAmount("finance.renewal_amount_fen", renewal, "bank", known: 620_000)
    addFlag("finance.renewal_in_process", renews ? 800_000 : 0, "bank", known: 620_000)
  }

  /// Told by the enterprise: a bank queries the credit report itself.
  mutating func credit() {
    let latent = latent
    let source = "enterprise"
    let borrowed = latent.loans > 0
    add("credit.current_overdue", .boolean(latent.isOverdue), source, known: 1_000_000)
    addFlag("credit.has_bad_record", latent.isOverdue ? 800_000 : 25_000, source)
    let late =
      latent.isOverdue ? random.within(1...9) : random.chance(120_000) ? random.within(1...3) : 0
    let row = min(late, latent.isOverdue ? random.within(1...5) : random.within(0...1))
    add("credit.late_count_24m", .integer(late), source, known: 850_000)
    add("credit.consecutive_late_count", .integer(row), source, known: 850_000)
    let recent = random.pick(
      weighted: [(0, 30), (1, 28), (2, 18), (3, 11), (5, 8), (8, 5)] as [(Int64, Int64)])
    add("credit.inquiries_3m", .integer(recent), source, known: 700_000)
    add("credit.inquiries_6m", .integer(recent + random.within(0...5)), source, known: 700_000)
    add("credit.card_use_ppm", .integer(random.within(0...950_000)), source, known: 460_000)
    addAmount(
      "credit.exposure_fen", random.scaled(latent.loans, 1_000_000...1_120_000), source,
      known: 800_000)
    addFlag("credit.ever_borrowed", borrowed ? 1_000_000 : 350_000, source, known: 880_000)
  }

  mutating func legal() {
    let weight: Int64 = latent.isOverdue ? 6 : 1
    addFlag("legal.dishonest_listed", 9_000 * weight, "court", known: 990_000)
    addFlag("legal.enforcement_pending", 18_000 * weight, "court", known: 990_000)
    addFlag("legal.lending_defendant", 12_000 * weight, "court", known: 960_000)
    addFlag("legal.major_penalty", 12_000, "market_regulator", known: 980_000)
    addFlag("legal.abnormal_operation", 22_000, "market_regulator", known: 990_000)
    addFlag("legal.illicit_finance", 1_500, "court", known: 960_000)
  }

  mutating func receivable() {
    let latent = latent
    let has = latent.receivables > 0
    addAmount("receivable.eligible_fen", has ? latent.receivables : nil, "enterprise")
    let invoiced = random.scaled(latent.receivables, 820_000...980_000)
    addAmount("receivable.invoice_ex_vat_fen", has ? invoiced : nil, "enterprise", known: 850_000)
    let isChained = has && random.chance(380_000)
    let core = random.pick(["样例整车厂", "样例显示面板厂", "样例家电集团", "样例建设集团", "样例医院"])
    add("receivable.core_enterprise", isChained ? .text(core) : nil, "enterprise", known: 880_000)
    addFlag(
      "receivable.debtor_confirmed", isChained ? 560_000 : 60_000, "core_enterprise", known: 700_000
    )
    addFlag("receivable.registry_conflict", has ? 40_000 : 0, "enterprise", known: 760_000)
    let supplies = random.chance(90_000)
    let contract = SampleLatent.rounded(random.scaled(latent.revenuePace, 30_000...250_000))
    addAmount(
      "order.government_contract_fen", supplies ? contract : nil, "enterprise", known: 820_000)
    addFlag(
      "order.supplier_authorised", supplies ? 700_000 : 30_000, "credit_platform", known: 760_000)
  }

  mutating func stock() {
    let latent = latent
    let has = latent.profile.keepsStock && random.chance(620_000)
    let stock = has ? random.scaled(latent.assets, 40_000...320_000) : 0
    addAmount("inventory.stock_fen", has ? stock : nil, "enterprise")
    let receipted = has && random.chance(130_000)
    let receipt = random.scaled(stock, 200_000...800_000)
    addAmount(
      "inventory.warehouse_receipt_fen", receipted ? receipt : nil, "warehouse", known: 850_000)
    addFlag("inventory.standard_liquid", has ? 420_000 : 20_000, "warehouse", known: 720_000)
    addFlag("inventory.insured", has ? 380_000 : 20_000, "insurer", known: 720_000)
    let leases = latent.profile.keepsStock && random.chance(240_000)
    let equipment = SampleLatent.rounded(random.scaled(latent.assets, 60_000...350_000))
    addAmount("lease.equipment_fen", leases ? equipment : nil, "enterprise", known: 800_000)
  }

  mutating func collateral() {
    let latent = latent
    let has = latent.collateral > 0
    addAmount(
      "collateral.appraised_fen", has ? latent.collateral : nil, "appraiser", known: 900_000)
    let share = random.chance(750_000) ? random.within(600_000...1_000_000) : 0
    let estate = SampleRandom.share(latent.collateral, share)
    addAmount(
      "collateral.real_estate_fen", has && estate > 0 ? estate : nil, "appraiser", known: 860_000)
    addFlag("guarantee.counter_guarantee_willing", 720_000, "enterprise", known: 740_000)
    let isGuaranteed = latent.loans > 0 && random.chance(160_000)
    let guarantor = random.pick(["anhui-technology-guarantee", "bozhou-guarantee", "wuhu-minqiang"])
    add(
      "guarantee.current_guarantors", isGuaranteed ? .set([guarantor]) : nil, "guarantor",
      known: 700_000)
    let balance =
      isGuaranteed ? SampleLatent.rounded(random.scaled(latent.loans, 200_000...900_000)) : 0
    addAmount("guarantee.policy_balance_fen", balance, "guarantor", known: 660_000)
  }

  mutating func rights() {
    let isTechnical = latent.profile.isTechnical
    let count =
      isTechnical ? random.within(0...24) : random.chance(250_000) ? random.within(1...6) : 0
    let inventions = count > 0 ? random.within(0...max(1, count / 4)) : 0
    add("ip.pledgeable_rights_count", .integer(count), "ip_office")
    add("ip.invention_patents_count", .integer(min(inventions, count)), "ip_office")
  }

  /// Plain figures of made-up persons; known only where such a person would have agreed.
  mutating func person() {
    let latent = latent
    add("person.legal_rep_age", .integer(random.within(24...68)), "enterprise")
    addFlag("person.legal_rep_mainland", 985_000, "enterprise")
    for path in [
      "person.legal_rep_since", "person.controller_since", "person.major_shareholder_since",
    ] {
      let changed = random.chance(180_000)
      let months = random.within(0...30)
      let day = max(latent.registeredOn, latent.today.adding(months: -Int(months)))
      add(path, .date(changed ? day : latent.registeredOn), "market_regulator", known: 900_000)
    }
    let share = random.within(34...100) * 10_000
    add("person.controller_share_ppm", .integer(share), "market_regulator", known: 900_000)
    addFlag(
      "person.controller_bad_record", latent.isOverdue ? 300_000 : 18_000, "enterprise",
      known: 800_000)
    addFlag(
      "person.main_holders_bad_record", latent.isOverdue ? 200_000 : 15_000, "enterprise",
      known: 760_000)
    let borrows = random.chance(280_000)
    let loan = borrows ? SampleLatent.rounded(random.within(5_000_000...300_000_000)) : 0
    addAmount("person.controller_business_loans_fen", loan, "enterprise", known: 700_000)
  }
}
