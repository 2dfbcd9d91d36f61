import Domain
import Testing

@testable import Arrangement

@Suite("The payment clock")
struct PaymentClockTests {
  private func clock() throws -> PaymentClock {
    PaymentClock(
      try PaymentLaws(json: ArrangementFixture.document("Schemas/arrangement/payment.yaml")),
      try ArrangementFixture.calendar())
  }

  private func make(
    signed: String, debtor: DebtorKind = .enterprise, seller: EnterpriseSize? = .small,
    debtorSize: EnterpriseSize? = .large, delivered: String? = "2026-03-02", agreed: Int64? = nil,
    interest: Int64? = nil
  ) throws -> PaymentContract {
    PaymentContract(
      signedOn: try ArrangementFixture.day(signed), debtor: debtor, sellerSize: seller,
      debtorSize: debtorSize,
      settlement: .delivery(try delivered.map(ArrangementFixture.day)), agreedDays: agreed,
      agreedInterestPPM: interest)
  }

  /// Law, days and basis; or why there are none.
  private func told(_ contract: PaymentContract) throws -> String {
    do {
      let payment = try clock().payment(of: contract, on: contract.signedOn)
      return "\(payment.law) \(payment.days) \(payment.basis)"
    } catch let silence as PaymentClock.Silence {
      return "\(silence)"
    }
  }

  @Test(
    "the version is that of the day of signing, wherever the delivery falls",
    arguments: [
      ("2020-08-31", DebtorKind.governmentBody, nil, "noLaw"),
      ("2020-09-01", .governmentBody, nil, "order-728 30 law"),
      ("2025-05-31", .governmentBody, nil, "order-728 30 law"),
      ("2025-06-01", .governmentBody, nil, "order-802 30 law"),
      ("2025-05-31", .publicInstitution, Int64(60), "order-728 60 contract"),
      ("2025-06-01", .publicInstitution, 61, "order-802 60 cut"),
      ("2025-06-01", .fundedGroup, 45, "order-802 45 contract"),
      ("2025-05-31", .enterprise, nil, "noTerm"),
      ("2025-05-31", .enterprise, 90, "order-728 90 contract"),
      ("2025-06-01", .enterprise, nil, "order-802 60 law"),
      ("2025-06-01", .enterprise, 90, "order-802 90 contract"),
    ] as [(String, DebtorKind, Int64?, String)])
  func versions(
    _ signed: String, _ debtor: DebtorKind, _ agreed: Int64?, _ expected: String
  ) throws {
    let contract = try make(signed: signed, debtor: debtor, agreed: agreed)
    #expect(try told(contract) == expected)
  }

  @Test("only what a large enterprise owes an SME is bound, by the sizes at the signing")
  func sizes() throws {
    for seller in [EnterpriseSize.micro, .small, .medium] {
      #expect(try told(make(signed: "2026-01-05", seller: seller)) == "order-802 60 law")
    }
    #expect(try told(make(signed: "2026-01-05", seller: .large)) == "sellerNotSmall")
    #expect(try told(make(signed: "2026-01-05", debtorSize: .medium)) == "debtorNotBound")
    #expect(try told(make(signed: "2026-01-05", seller: nil)) == "sellerSizeUnknown")
    #expect(try told(make(signed: "2026-01-05", debtorSize: nil)) == "debtorSizeUnknown")
    // A public payer has no size.
    #expect(
      try told(make(signed: "2026-01-05", debtor: .governmentBody, debtorSize: nil))
        == "order-802 30 law")
  }

  @Test("payment may wait for a third party only where order 802 does not forbid it")
  func payWhenPaid() throws {
    let today = try ArrangementFixture.day("2026-03-02")
    func may(_ signed: String) throws -> Bool {
      try clock().payment(of: make(signed: signed, agreed: 30), on: today).mayPayWhenPaid
    }
    #expect(try may("2025-05-31"))
    #expect(try !may("2025-06-01"))
  }

  @Test("the term runs from delivery, the acceptance or its late end, or the confirmed amount")
  func starts() throws {
    func start(_ settlement: PaymentContract.Settlement, _ today: String) throws -> String {
      let contract = PaymentContract(
        signedOn: try ArrangementFixture.day("2026-01-05"), debtor: .governmentBody,
        sellerSize: .small, settlement: settlement)
      do {
        return try clock().payment(of: contract, on: ArrangementFixture.day(today)).startsOn.text
      } catch let silence as PaymentClock.Silence {
        return "\(silence)"
      }
    }
    let ends = try ArrangementFixture.day("2026-03-10")
    func accepted(_ day: String?) throws -> PaymentContract.Settlement {
      .acceptance(
        .init(periodEnds: ends, acceptedOn: try day.map(ArrangementFixture.day)))
    }
    #expect(try start(.delivery(nil), "2026-03-20") == "notStarted")
    #expect(try start(accepted("2026-03-05"), "2026-03-20") == "2026-03-05")
    #expect(try start(accepted("2026-03-15"), "2026-03-20") == "2026-03-10")
    #expect(try start(accepted(nil), "2026-03-10") == "notStarted")
    #expect(try start(accepted(nil), "2026-03-11") == "2026-03-10")
    let confirmed = try ArrangementFixture.day("2026-03-07")
    #expect(try start(.confirmedAmount(confirmed), "2026-03-20") == "2026-03-07")
    #expect(try start(.confirmedAmount(nil), "2026-03-20") == "notStarted")
  }

  @Test(
    "a debtor has thirty days to confirm, over the ends of months, and to the next working day",
    arguments: [
      // As counted, and as it falls due.
      ("2025-07-01", "2025-07-31", "2025-07-31"),
      ("2025-07-31", "2025-08-30", "2025-09-01"),
      // February of a common year.
      ("2026-01-30", "2026-03-01", "2026-03-02"),
      ("2026-02-27", "2026-03-29", "2026-03-30"),
      // February of a leap year, whose holidays are not published: weekends only.
      ("2028-01-31", "2028-03-01", "2028-03-01"),
      ("2025-12-31", "2026-01-30", "2026-01-30"),
    ])
  func confirmations(_ requested: String, _ counted: String, _ due: String) throws {
    let contract = try make(signed: "2025-07-01")
    let confirmation = try clock().confirmation(
      of: contract, requestedOn: ArrangementFixture.day(requested))
    #expect(confirmation.due.counted.text == counted)
    #expect(confirmation.due.day.text == due)
    #expect(confirmation.due.isProvisional == requested.hasPrefix("2028"))
    #expect(confirmation.law == "order-802")
  }

  @Test("a last day in the long holidays of the New Year waits for the first working day after it")
  func holidays() throws {
    let calendar = try ArrangementFixture.calendar()
    let holiday = try ArrangementFixture.day("2026-02-17")
    #expect(!calendar.isWorkingDay(holiday))
    let confirmation = try clock().confirmation(
      of: make(signed: "2025-07-01"), requestedOn: holiday.adding(days: -30))
    #expect(confirmation.due.counted == holiday)
    #expect(confirmation.due.day > holiday && calendar.isWorkingDay(confirmation.due.day))
    #expect(
      (1..<Int(confirmation.due.day.daysSinceEpoch - holiday.daysSinceEpoch)).allSatisfy {
        !calendar.isWorkingDay(holiday.adding(days: $0))
      })
  }

  private func interest(
    _ fen: Int64, days: Int, agreed: Int64? = nil, lpr: Int64? = 30_000
  ) throws -> PaymentClock.LateInterest {
    let contract = try make(signed: "2025-07-01", interest: agreed)
    let due = try clock().payment(of: contract, on: contract.signedOn).due.day
    return try clock().lateInterest(
      on: ArrangementFixture.fen(fen), of: contract, through: due.adding(days: days),
      lprPPM: lpr)
  }

  @Test("late interest is 0.05 % a day where none was agreed: a million for 30 days is 15,000")
  func dailyInterest() throws {
    let told = try interest(100_000_000, days: 30)
    #expect(told.fen == 1_500_000 && told.days == 30)
    #expect(told.rate == .daily(ppm: 500))
    #expect(try interest(100_000_000, days: 0).fen == 0)
    #expect(try interest(100_000_000, days: -10).days == 0)
    // Half a fen goes to the even neighbour: 0.5 → 0, 1.5 → 2.
    #expect(try interest(1_000, days: 1).fen == 0)
    #expect(try interest(3_000, days: 1).fen == 2)
  }

  @Test("an agreed rate counts, but never one below the LPR at the signing")
  func agreedInterest() throws {
    let agreed = try interest(100_000_000, days: 365, agreed: 60_000)
    #expect(agreed.fen == 6_000_000 && agreed.rate == .agreed(ppm: 60_000))
    #expect(try interest(100_000_000, days: 365, agreed: 30_000).rate == .agreed(ppm: 30_000))
    let floor = try interest(100_000_000, days: 365, agreed: 29_999)
    #expect(floor.fen == 3_000_000 && floor.rate == .floor(ppm: 30_000))
    #expect(throws: PaymentClock.InterestSilence.floorUnknown) {
      try interest(100_000_000, days: 365, agreed: 60_000, lpr: nil)
    }
    #expect(throws: PaymentClock.InterestSilence.payment(.noLaw)) {
      try clock().lateInterest(
        on: ArrangementFixture.fen(1), of: make(signed: "2020-08-31"),
        through: ArrangementFixture.day("2026-01-05"), lprPPM: nil)
    }
  }

  @Test("versions that overlap, or a default above its maximum, are refused")
  func faults() throws {
    func codes(_ until: String, _ most: Int) -> [String] {
      let law = """
            label: {zh: 甲, en: a}
            terms: [{debtors: [enterprise], default_days: 60, maximum_days: \(most), may_pay_when_paid: true, citation: {document: d, tag: L}}]
            confirmation: {days: 30, citation: {document: d, tag: L}}
            late_interest: {daily_ppm: 500, citation: {document: d, tag: L}}
            agreed_rate_year: {days: 365, citation: {document: d, tag: K}}
            citation: {document: d, tag: L}
        """
      let yaml =
        "laws:\n  - code: a\n    from: 2020-01-01\n    to: \(until)\n\(law)\n"
        + "  - code: b\n    from: 2025-06-01\n\(law)\n"
      return ArrangementFixture.codes {
        _ = try PaymentLaws(json: ArrangementFixture.document(yaml: yaml))
      }
    }
    #expect(codes("2025-05-31", 60) == [])
    #expect(codes("2025-06-01", 60) == ["overlap"])
    #expect(codes("2025-05-31", 59) == ["order", "order"])
  }
}
