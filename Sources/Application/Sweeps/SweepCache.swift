import Catalog
import Decision
import Domain
import Policy
import Postgres
import Store
import Synchronization

/// What sweeps need of published versions, kept between slices. Versions never change.
final class SweepCache: Sendable {
  /// Catalog outlines kept; runs of needs that no change touched may be of old versions.
  private static let outlinesMaximum = 64
  /// Comparisons kept; each may hold an engine of its own.
  private static let comparisonsMaximum = 8

  private struct Pair: Hashable {
    var from: VersionPins
    var to: EnginePins
  }

  private struct State {
    var outlines: [Int: CatalogOutline] = [:]
    var comparisons: [Pair: SweepComparison] = [:]
  }

  private let state = Mutex(State())
  /// Of the questions that run in this process.
  let whatIfGate = WhatIfGate()

  func outline(_ version: Int, _ session: any PostgresSession) async throws -> CatalogOutline {
    if let known = state.withLock({ $0.outlines[version] }) { return known }
    guard let outline = try await CatalogOutlineRepository.find(version: version, session) else {
      throw StoredDataError(what: "catalog version \(version)")
    }
    state.withLock { state in
      if state.outlines.count >= Self.outlinesMaximum, let oldest = state.outlines.keys.min() {
        state.outlines[oldest] = nil
      }
      state.outlines[version] = outline
    }
    return outline
  }

  func comparison(
    from: VersionPins, to: EnginePins, make: () async throws -> SweepComparison
  ) async throws -> SweepComparison {
    let pair = Pair(from: from, to: to)
    if let known = state.withLock({ $0.comparisons[pair] }) { return known }
    let made = try await make()
    state.withLock { state in
      if state.comparisons.count >= Self.comparisonsMaximum { state.comparisons.removeAll() }
      state.comparisons[pair] = made
    }
    return made
  }
}

extension EnginePins {
  var versions: VersionPins { VersionPins(catalog: catalogVersion, policy: policyVersion) }
}

extension Application {
  /// How runs made under `from` compare with what holds under `to`.
  func comparison(
    from: VersionPins, to: EnginePins, _ session: any PostgresSession
  ) async throws -> SweepComparison {
    try await sweeps.comparison(from: from, to: to) {
      let engine = try await catalogs.engine(to, session)
      return try await comparison(
        from: from, engine: engine, outline: sweeps.outline(to.catalogVersion, session),
        hasSamePolicies: from.policy == to.policyVersion, session)
    }
  }

  /// The same with an engine whose catalog or policies may not be published.
  func comparison(
    from: VersionPins, engine: Engine, outline: CatalogOutline, hasSamePolicies: Bool,
    _ session: any PostgresSession
  ) async throws -> SweepComparison {
    let old = try await sweeps.outline(from.catalog, session)
    let touched = TouchedProducts.between(
      old, outline,
      policiesFrom: hasSamePolicies ? nil : try await policies(from.policy, session),
      policiesTo: engine.policies, catalog: engine.catalog)
    return try SweepComparison(touched, oldCodes: old.codes, engine: engine)
  }

  /// The packs of a published version.
  func policies(_ version: Int, _ session: any PostgresSession) async throws -> PolicySet {
    guard let document = try await PolicyRepository.find(version: version, session) else {
      throw StoredDataError(what: "policy version \(version)")
    }
    return try PolicySet(json: try JSONParser.parse(document))
  }
}
