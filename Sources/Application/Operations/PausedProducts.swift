import Catalog
import Domain
import Postgres
import Store

/// Which products are not to be told of now, by their own pause or their institution's.
struct PausedProducts: Sendable {
  private var products: [String: PauseRecord] = [:]
  private var institutions: [String: PauseRecord] = [:]

  static let none = PausedProducts([])

  init(_ pauses: [PauseRecord]) {
    for pause in pauses {
      switch pause.kind {
      case .product: products[pause.target] = pause
      case .institution: institutions[pause.target] = pause
      case .worker: break
      }
    }
  }

  var isEmpty: Bool { products.isEmpty && institutions.isEmpty }

  /// The pause of a product: its own before its institution's.
  func pause(product code: String, institution: String?) -> PauseRecord? {
    products[code] ?? institution.flatMap { institutions[$0] }
  }

  /// What is shown beside a product; null when it is not paused.
  func json(_ product: Product) -> JSON {
    pause(product: product.code, institution: product.institution)
      .map { PauseView.short($0) } ?? .null
  }

  /// Codes of all paused products; those of an institution are taken from a catalog.
  func codes(in catalog: Catalog?) -> Set<String> {
    var codes = Set(products.keys)
    for product in catalog?.products ?? [] where institutions[product.institution] != nil {
      codes.insert(product.code)
    }
    return codes
  }
}

extension Application {
  /// The pauses of products and institutions in force.
  func pausedProducts(_ session: any PostgresSession) async throws -> PausedProducts {
    PausedProducts(
      try await PauseRepository.inForce(
        [.product, .institution], at: clock.now(), limit: Self.pausesMaximum, session))
  }

  /// Codes of the products that are not to be told of now.
  func pausedCodes(_ session: any PostgresSession) async throws -> Set<String> {
    let paused = try await pausedProducts(session)
    guard !paused.isEmpty else { return [] }
    return paused.codes(in: try await catalogs.latest(session)?.catalog)
  }
}
