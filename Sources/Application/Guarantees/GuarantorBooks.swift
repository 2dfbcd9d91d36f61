import Arrangement
import Catalog
import Domain
import Postgres
import Store

/// Stored figures as the engine reads them.
extension GuarantorRecord {
  /// What the rules of a day let it carry.
  ///
  /// - Returns: nil on a day without rules.
  func limits(by rules: GuarantorRules, on day: LegalDate) -> Limits? {
    guard let limits = rules.limits(on: day), let netAssets = Fen(netAssetsFen),
      let equity = Fen(equityInGuarantorsFen)
    else { return nil }
    let book = GuarantorBook(
      netAssets: netAssets, equityInGuarantors: equity, isMainlySmall: isMainlySmall,
      othersWeightedFen: 0, relatedWeightedFen: 0, borrower: [])
    let checks = Headroom(book, asked: nil, by: limits).checks
    func allowed(_ limit: Headroom.Limit) -> Int64 {
      checks.first { $0.limit == limit }?.allowedFen ?? 0
    }
    return Limits(
      leverageFen: allowed(.leverage), singleFen: allowed(.single), groupFen: allowed(.group),
      from: limits.period.from)
  }

  /// The book that one borrower's request meets.
  func book(_ carried: CarriedRecord, borrower uscc: String) -> GuarantorBook {
    GuarantorBook(
      netAssets: Fen(netAssetsFen) ?? .zero,
      equityInGuarantors: Fen(equityInGuarantorsFen) ?? .zero, isMainlySmall: isMainlySmall,
      othersWeightedFen: carriedFen - carried.borrowerFen - carried.relatedFen,
      relatedWeightedFen: carried.relatedFen, borrower: carried.exposures,
      isController: controllers.contains(uscc))
  }
}

extension Fen {
  fileprivate static var zero: Fen {
    guard let zero = Fen(0) else { preconditionFailure("0 is an amount") }
    return zero
  }
}

extension CarriedRecord {
  /// The borrower's live guarantees.
  var exposures: [Exposure] {
    live.compactMap { one in
      guard let kind = ExposureKind(rawValue: one.kind), let principal = Fen(one.principalFen)
      else { return nil }
      return Exposure(kind: kind, principal: principal, ownPPM: Int64(one.ownPpm))
    }
  }
}

/// What refuses more liability, told as a conflict.
enum HeadroomRefusal {
  static let code = "headroom_exceeded"

  /// The limit, by how much it is passed, and where it stands.
  static func conflict(_ check: Headroom.Check) -> ApplicationError {
    let names: (zh: String, en: String) =
      switch check.limit {
      case .controller: ("不得为其控股股东、实际控制人担保", "it guarantees nothing for who controls it")
      case .single: ("超过单户限额", "the limit for one party is passed")
      case .group: ("超过单户及其关联方限额", "the limit for related parties is passed")
      case .leverage: ("超过担保责任余额放大倍数", "the limit for all liability is passed")
      }
    let (document, clause) = (check.citation.document, check.citation.clause ?? "")
    return .conflict(
      code: code,
      zh: "\(names.zh)(\(check.limit.rawValue)),超出 \(check.excessFen) 分;依据:\(document)\(clause)",
      en: "\(names.en) (\(check.limit.rawValue)) by \(check.excessFen) fen; \(document) \(clause)")
  }

  /// What the database refused, which guards the same limits; nil for another error.
  static func conflict(_ error: PostgresError) -> ApplicationError? {
    let limits = [
      "guarantor_leverage": "leverage", "guarantor_borrower_single": "single",
      "guarantor_group_limit_holds": "group",
    ]
    guard let limit = error.constraint.flatMap({ limits[$0] }) else { return nil }
    return .conflict(
      code: code, zh: "超过法定限额(\(limit))", en: "a limit of the law is passed (\(limit))")
  }

  /// Runs `body`, and tells what the database refuses of it as a conflict.
  static func telling<T: Sendable>(_ body: () async throws -> T) async throws -> T {
    do {
      return try await body()
    } catch let error as PostgresError {
      if let refusal = conflict(error) { throw refusal }
      throw error
    }
  }
}
