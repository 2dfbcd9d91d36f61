import Arrangement
import Catalog
import Domain
import Postgres
import Store

/// Compensation rates: above the fuse nothing new is guaranteed; and what the regulator asks for.
extension Application {
  /// Years a report may be of.
  public static let reportYears: ClosedRange<Int64> = 2_000...2_100

  /// - Throws: `.conflict` `guarantee_fuse` when this year's compensation rate (本年累计代偿 / 本年累计解除) of
  ///   guarantor and bank under the scheme is above its limit.
  func requireNoFuse(
    _ bundle: GuaranteeBundle, _ bank: String, at now: Instant, _ session: any PostgresSession
  ) async throws {
    let day = now.legalDate
    guard let scheme = reference.guarantees.schemes.scheme(bundle.scheme, on: day),
      let fuse = scheme.fuse
    else { return }
    let turnover = try await GuaranteeFiguresRepository.turnover(
      of: bundle.guarantor, bank: bank, scheme: bundle.scheme, year: Self.year(of: day), session)
    guard let rate = turnover.ratePpm,
      scheme.isStopped(compensated: turnover.compensatedFen, ended: turnover.endedFen)
    else { return }
    let (percent, limit) = (
      PartsPerMillion(rate).percentText, PartsPerMillion(fuse.ppm).percentText
    )
    throw ApplicationError.conflict(
      code: "guarantee_fuse",
      zh: "本年代偿率 \(percent)(代偿 \(turnover.compensatedFen) 分 / 解除 \(turnover.endedFen) 分)"
        + "超过 \(limit),暂停新增业务;依据:\(fuse.citation.document)",
      en: "this year's compensation rate \(percent) (\(turnover.compensatedFen) of "
        + "\(turnover.endedFen) fen) is above \(limit): nothing new; \(fuse.citation.document)")
  }

  static func year(of day: LegalDate) -> Int { Int(day.text.prefix(4)) ?? 0 }

  /// The figures of a guarantor that its regulator asks for (融资担保业务统计): in force by kind and size,
  /// compensated, recovered and lost, with the rates.
  ///
  /// - Parameter year: nil for this one.
  /// - Throws: `.notFound`; `.forbidden` for another institution.
  public func guarantorReport(_ code: String, year: Int?, actor: Actor) async throws -> JSON {
    let isInstitution = [.liaison, .liaisonManager].contains(actor.role)
    guard !isInstitution || actor.organisation == code else {
      throw ApplicationError.notFound(what: "guarantor")
    }
    let year = year ?? Self.year(of: clock.now().legalDate)
    return try await read { session in
      guard let guarantor = try await GuarantorRepository.find(code, session) else {
        throw ApplicationError.notFound(what: "guarantor")
      }
      let figures = try await GuaranteeFiguresRepository.figures(of: code, year: year, session)
      return Self.report(guarantor, figures, year: year)
    }
  }

  private static func report(
    _ guarantor: GuarantorRecord, _ figures: GuaranteeFigures, year: Int
  ) -> JSON {
    let outstanding = figures.compensatedFen - figures.lostFen - figures.recoveredFen
    let recovered = Exact.scaled(
      figures.recoveredFen, by: PartsPerMillion.one, over: max(1, figures.compensatedFen))
    return [
      "guarantor": .string(guarantor.code), "year": .int(Int64(year)),
      "in_force": .array(
        figures.inForce.map { part in
          [
            "kind": .string(part.kind), "size": .string(part.size),
            "principal_fen": .int(part.principalFen), "own_fen": .int(part.ownFen),
            "borrowers": .int(part.borrowers),
          ]
        }),
      "in_force_fen": .int(figures.inForce.reduce(0) { $0 + $1.ownFen }),
      "weighted_fen": .int(figures.weightedFen),
      "year_compensated_fen": .int(figures.turnover.compensatedFen),
      "year_ended_fen": .int(figures.turnover.endedFen),
      "compensation_rate_ppm": .optional(figures.turnover.ratePpm),
      "compensated_fen": .int(figures.compensatedFen),
      "recovered_fen": .int(figures.recoveredFen), "lost_fen": .int(figures.lostFen),
      "outstanding_fen": .int(outstanding),
      "recovery_rate_ppm": .optional(figures.compensatedFen > 0 ? recovered : nil),
      "claimed_fen": .int(figures.claimedFen),
    ]
  }
}

extension GuaranteeTurnover {
  /// What was compensated of what was released from, in ppm, rounded down; nil when nothing was.
  var ratePpm: Int64? {
    guard endedFen > 0 else { return nil }
    return Exact.scaled(compensatedFen, by: PartsPerMillion.one, over: endedFen)
  }
}
