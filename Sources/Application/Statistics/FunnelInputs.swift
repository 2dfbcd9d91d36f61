import Domain
import Postgres
import Statistics
import Store

extension Application {
  /// How some needs stand.
  func funnelJourneys(
    of needs: [NeedID], _ session: any PostgresSession
  ) async throws -> [NeedID: FunnelJourney] {
    try await funnelStanding(of: needs, session).journeys
  }

  /// The same with what became of each of their offers.
  func funnelStanding(
    of needs: [NeedID], _ session: any PostgresSession
  ) async throws -> (journeys: [NeedID: FunnelJourney], cases: [OfferCaseRecord]) {
    let rows = try await FunnelInputRepository.rows(of: needs, session)
    let offers = Dictionary(
      grouping: try await FunnelInputRepository.offers(of: needs, session), by: \.need)
    let pools = Dictionary(
      grouping: try await FunnelInputRepository.pools(
        of: Set(rows.map(\.enterprise)).sorted(), session), by: \.enterprise)
    let facts = try await funnelFacts(of: rows, session)
    var found: [NeedID: FunnelJourney] = [:]
    var cases: [OfferCaseRecord] = []
    for row in rows {
      guard let need = need(row, facts[row.need], pools[row.enterprise] ?? []) else { continue }
      let own = offers[row.need] ?? []
      found[row.need] = FunnelJourney(
        need: need, matchedOn: row.matchedOn, offers: own.map(Self.offer))
      cases += own.map { offerCase($0, need) }
    }
    return (found, cases)
  }

  /// The facts that the first run of each need was decided by; of who was erased there are none.
  private func funnelFacts(
    of rows: [FunnelNeedRow], _ session: any PostgresSession
  ) async throws -> [NeedID: FactSheet] {
    let wanted = rows.compactMap { row in
      row.factsVersion.map { (enterprise: row.enterprise, version: $0) }
    }
    guard !wanted.isEmpty else { return [:] }
    var sheets: [EnterpriseID: [Int: FactSheet]] = [:]
    for record in try await FactsRepository.find(wanted, session) where !record.body.isEmpty {
      sheets[record.enterprise, default: [:]][record.version] = try sheet(record.sealed, nil)
    }
    var found: [NeedID: FactSheet] = [:]
    for row in rows {
      if let version = row.factsVersion { found[row.need] = sheets[row.enterprise]?[version] }
    }
    return found
  }

  private func need(
    _ row: FunnelNeedRow, _ facts: FactSheet?, _ pools: [FunnelPoolRow]
  ) -> FunnelJourney.Need? {
    guard let region = RegionCode(row.region), let asked = Fen(row.amountFen) else { return nil }
    let day = row.submittedAt.legalDate
    let section = IndustryCode(row.industry).flatMap { reference.industries.section(of: $0) }
    var size: EnterpriseSize?
    if case .text(let text)? = facts?["enterprise.size"]?.value {
      size = EnterpriseSize(rawValue: text)
    }
    var hasBorrowed: Bool?
    if case .boolean(let value)? = facts?["credit.ever_borrowed"]?.value { hasBorrowed = value }
    return FunnelJourney.Need(
      submittedOn: day, region: region, industry: section?.text, size: size,
      hasBorrowed: hasBorrowed,
      pools: pools.filter { $0.enteredOn <= day && ($0.leftOn.map { day <= $0 } ?? true) }
        .map(\.pool),
      asked: asked)
  }

  private static func offer(_ row: FunnelOfferRow) -> FunnelJourney.Offer {
    FunnelJourney.Offer(
      product: row.product, institution: row.institution, offeredOn: row.offeredAt.legalDate,
      claimedOn: row.claimedAt?.legalDate, grantedOn: row.grantedOn, drawnOn: row.drawnOn,
      granted: row.grantedFen.flatMap(Fen.init), drawn: row.drawnFen.flatMap(Fen.init),
      declinedOn: row.declinedAt?.legalDate, reasons: row.reasons)
  }

  private func offerCase(
    _ row: FunnelOfferRow, _ need: FunnelJourney.Need
  ) -> OfferCaseRecord {
    let offeredOn = row.offeredAt.legalDate
    let claimedOn = row.claimedAt?.legalDate
    // What was told late or corrected may lie before: it took no time one can tell.
    func days(_ from: LegalDate?, _ to: LegalDate?) -> Int? {
      guard let from, let to, to >= from else { return nil }
      return min(
        reference.calendar.workingDays(after: from, through: to).value, DayHistogram.maximumDays)
    }
    let outcome =
      switch row.state {
      case _ where row.grantedFen != nil: "granted"
      case "declined": "declined"
      // Nobody answered in time: the platform took it away.
      case "expired", "reassigned": "silent"
      case "withdrawn": "withdrawn"
      default: "open"
      }
    let answeredOn = [claimedOn, row.declinedAt?.legalDate].compactMap { $0 }.min()
    return OfferCaseRecord(
      offer: row.id, need: row.need, month: offeredOn.firstOfMonth, region: need.region.text,
      industry: need.industry ?? "unknown", size: need.size?.rawValue ?? "unknown",
      institution: row.institution, product: row.product, outcome: outcome,
      answerDays: days(offeredOn, answeredOn), grantDays: days(claimedOn, row.grantedOn),
      grantedFen: row.grantedFen, ratePPM: row.grantedRatePPM)
  }
}
