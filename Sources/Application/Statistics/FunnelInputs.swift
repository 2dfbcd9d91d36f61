import Domain
import Postgres
import Statistics
import Store

extension Application {
  /// How some needs stand.
  func funnelJourneys(
    of needs: [NeedID], _ session: any PostgresSession
  ) async throws -> [NeedID: FunnelJourney] {
    let rows = try await FunnelInputRepository.rows(of: needs, session)
    let offers = Dictionary(
      grouping: try await FunnelInputRepository.offers(of: needs, session), by: \.need)
    let pools = Dictionary(
      grouping: try await FunnelInputRepository.pools(
        of: Set(rows.map(\.enterprise)).sorted(), session), by: \.enterprise)
    let facts = try await funnelFacts(of: rows, session)
    var found: [NeedID: FunnelJourney] = [:]
    for row in rows {
      guard let need = need(row, facts[row.need], pools[row.enterprise] ?? []) else { continue }
      found[row.need] = FunnelJourney(
        need: need, matchedOn: row.matchedOn, offers: (offers[row.need] ?? []).map(Self.offer))
    }
    return found
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
}
