import Application
import Domain

/// Products and the fact registry.
enum CatalogRoutes {
  static func all(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.listProducts,
        { call in
          let page = try await backend.products(
            family: try call.query.word(.family), page: call.page, actor: try call.actor())
          return try await call.list(page)
        }
      ),
      (
        RouteTable.getProduct,
        { call in
          .versioned(try await backend.product(try call.product("id"), actor: try call.actor()))
        }
      ),
      (
        RouteTable.publishProduct,
        { call in
          .stored(
            try await backend.publishProduct(
              try call.product("id"), expectedVersion: try call.version(), try call.json(),
              actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (RouteTable.getFactRegistry, { _ in .json(try await backend.factRegistry()) }),
    ]
  }
}
