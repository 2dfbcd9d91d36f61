import Application
import Domain

/// Where an organisation's events are sent to, and what became of them.
enum WebhookRoutes {
  static func all(_ backend: any Backend) -> [Route] {
    effects(backend) + reads(backend)
  }

  private static func reads(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.listWebhooks,
        { call in
          try await call.list(
            try await backend.webhooks(page: call.page, actor: try call.actor()))
        }
      ),
      (
        RouteTable.getWebhook,
        { call in
          .versioned(try await backend.webhook(try call.identifier(), actor: try call.actor()))
        }
      ),
      (
        RouteTable.listWebhookDeliveries,
        { call in
          let page = try await backend.webhookDeliveries(
            of: try call.identifier(),
            state: try call.query.choice(.state, of: Application.webhookDeliveryStates),
            page: call.page, actor: try call.actor())
          return try await call.list(page)
        }
      ),
    ]
  }

  private static func effects(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.createWebhook,
        { call in
          .stored(
            try await backend.createWebhook(
              try call.json(), actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.changeWebhook,
        { call in
          .stored(
            try await backend.changeWebhook(
              try call.identifier(), expectedVersion: try call.version(), try call.json(),
              actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.deleteWebhook,
        { call in
          .stored(
            try await backend.deleteWebhook(
              try call.identifier(), actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.rotateWebhook,
        { call in
          .stored(
            try await backend.rotateWebhook(
              try call.identifier(), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.testWebhook,
        { call in
          .stored(
            try await backend.testWebhook(
              try call.identifier(), actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.replayWebhook,
        { call in
          .stored(
            try await backend.replayWebhook(
              try call.identifier(), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
    ]
  }
}
