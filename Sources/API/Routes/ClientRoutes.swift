import Application
import Domain

/// Systems of institutions that ask for access tokens by themselves, and their secrets.
enum ClientRoutes {
  static func all(_ backend: any Backend) -> [Route] {
    reads(backend) + effects(backend) + secrets(backend)
  }

  private static func reads(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.listClients,
        { call in
          try await call.list(
            try await backend.clients(page: call.page, actor: try call.actor()))
        }
      ),
      (
        RouteTable.getClient,
        { call in
          .versioned(try await backend.client(try call.identifier(), actor: try call.actor()))
        }
      ),
    ]
  }

  private static func effects(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.createClient,
        { call in
          .stored(
            try await backend.createClient(
              try call.json(), actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.amendClient,
        { call in
          .stored(
            try await backend.amendClient(
              try call.identifier(), expectedVersion: try call.version(), try call.json(),
              actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.disableClient,
        { call in
          .stored(
            try await backend.disableClient(
              try call.identifier(), expectedVersion: try call.version(), try call.json(),
              actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.enableClient,
        { call in
          .stored(
            try await backend.enableClient(
              try call.identifier(), expectedVersion: try call.version(), try call.json(),
              actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
    ]
  }

  private static func secrets(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.createClientSecret,
        { call in
          .stored(
            try await backend.createClientSecret(
              try call.identifier(), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.revokeClientSecret,
        { call in
          .stored(
            try await backend.revokeClientSecret(
              try call.identifier("secret"), of: try call.identifier(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
    ]
  }
}
