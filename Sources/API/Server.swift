import CoreMetrics
import Domain
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import Telemetry

/// Everything the HTTP surface is made of.
public struct APIDependencies: Sendable {
  /// The use cases.
  public var backend: any Backend
  /// Who verifies tokens.
  public var authenticator: Authenticator
  /// What the service says about itself.
  public var documents: PublicDocuments
  /// What `/readyz` asks, beside the backend's own checks.
  public var health: HealthRegistry
  /// Limits.
  public var options: APIOptions
  /// Signs the tokens of clients; nil where none are issued.
  public var tokens: ClientTokens?
  /// Who asks too often.
  public var limiter: RateLimiter
  /// Makes request identifiers.
  public var ids: IdentifierSource
  /// Where requests are counted, and what `/metrics` shows.
  public var metrics: MetricsRegistry
  /// Receives one line per request, and unexpected errors.
  public var logger: Logger

  /// The parts, with the process-wide registry and a plain logger by default.
  public init(
    backend: any Backend, authenticator: Authenticator, documents: PublicDocuments,
    tokens: ClientTokens? = nil, limits: RateLimits = .off,
    health: HealthRegistry = HealthRegistry(), options: APIOptions = APIOptions(),
    ids: IdentifierSource = IdentifierSource(), metrics: MetricsRegistry = Telemetry.registry,
    logger: Logger = Logger(label: "rongqiao.api")
  ) {
    self.backend = backend
    self.authenticator = authenticator
    self.documents = documents
    self.tokens = tokens
    limiter = RateLimiter(limits, metrics: metrics)
    self.health = health
    self.options = options
    self.ids = ids
    self.metrics = metrics
    self.logger = logger
  }
}

/// The router with every route of `RouteTable`.
///
/// A request passes: identity, observation, problems, then per route access and limits, checks,
/// handler.
public func buildRouter(_ dependencies: APIDependencies) -> Router<APIContext> {
  let metrics = dependencies.metrics
  let backend = dependencies.backend
  let router = emptyRouter(
    table: RouteTable.all, metrics: metrics, options: dependencies.options, ids: dependencies.ids)
  let probes = ProbeRoutes(
    backend: backend, health: dependencies.health, options: dependencies.options,
    renderMetrics: { metrics.render() })
  let authenticator = dependencies.authenticator
  let documents = DocumentRoutes(
    documents: dependencies.documents, publicKeys: { authenticator.publicKeys })
  let routes =
    EnterpriseRoutes.all(backend) + NeedRoutes.all(backend) + RunRoutes.all(backend)
    + LineageRoutes.all(backend)
    + DocumentaryRoutes.all(backend) + ReviewRoutes.all(backend)
    + OfferRoutes.all(backend) + ConsentRoutes.all(backend) + AllocationRoutes.all(backend)
    + ReceivableRoutes.all(backend) + CoreEnterpriseRoutes.all(backend)
    + GuaranteeRoutes.all(backend) + BridgeRoutes.all(backend) + ListingRoutes.all(backend)
    + EntitlementRoutes.all(backend) + PoolRoutes.all(backend)
    + ActivityRoutes.all(backend) + TargetRoutes.all(backend)
    + MonitoringRoutes.all(backend) + StatisticsRoutes.all(backend)
    + WebhookRoutes.all(backend)
    + ClientRoutes.all(backend)
    + CatalogRoutes.all(backend) + DirectoryRoutes.all(backend)
    + SweepRoutes.all(backend) + ControlRoutes.all(backend)
    + DeadLetterRoutes.all(backend) + probes.all() + documents.all()
  let cursors = CursorSealer { try await backend.cursorSecret() }
  for route in routes {
    register(
      route, in: router, access: access(to: route.spec, dependencies),
      options: dependencies.options, cursors: cursors)
  }
  let tokenRoute = TokenRoute(
    backend: backend, tokens: dependencies.tokens, limiter: dependencies.limiter)
  let spec = RouteTable.issueToken
  let gate = access(to: spec, dependencies)
  router.on(RouterPath(spec.path), method: spec.method) { request, context in
    try await gate.handle(request, context: context) { request, context in
      try await tokenRoute.answer(request, context)
    }
  }
  return router
}

/// The router of a process without use cases, such as a worker: `/livez`, `/readyz`, `/metrics`.
public func buildOperationsRouter(
  health: HealthRegistry, options: APIOptions = APIOptions(),
  ids: IdentifierSource = IdentifierSource(), metrics: MetricsRegistry = Telemetry.registry
) -> Router<APIContext> {
  let router = emptyRouter(
    table: RouteTable.probes, metrics: metrics, options: options, ids: ids)
  let probes = ProbeRoutes(
    backend: nil, health: health, options: options, renderMetrics: { metrics.render() })
  // No page of these routes has a cursor, so the empty secret signs nothing.
  let cursors = CursorSealer { [] }
  for route in probes.all() {
    let access = AccessMiddleware(
      spec: route.spec, authenticator: nil, limiter: .off(metrics: metrics))
    register(route, in: router, access: access, options: options, cursors: cursors)
  }
  return router
}

private func emptyRouter(
  table: [RouteSpec], metrics: MetricsRegistry, options: APIOptions, ids: IdentifierSource
) -> Router<APIContext> {
  let router = Router(context: APIContext.self, options: .autoGenerateHeadEndpoints)
  router.add(middleware: RequestIdentityMiddleware(ids: ids))
  router.add(middleware: ObservationMiddleware(metrics: metrics))
  router.add(middleware: ProblemMiddleware(options: options, table: table))
  return router
}

private func access(
  to spec: RouteSpec, _ dependencies: APIDependencies
) -> AccessMiddleware {
  AccessMiddleware(
    spec: spec, authenticator: dependencies.authenticator, limiter: dependencies.limiter)
}

private func register(
  _ route: Route, in router: Router<APIContext>, access: AccessMiddleware, options: APIOptions,
  cursors: CursorSealer
) {
  router.on(RouterPath(route.spec.path), method: route.spec.method) { request, context in
    try await access.handle(request, context: context) { request, context in
      let call = try await Call(
        route.spec, request, context, options: options, cursors: cursors)
      return try await route.handle(call).response(to: request)
    }
  }
}

/// The HTTP server as a service: runs until it is asked to stop, then finishes open requests.
///
/// - Parameters:
///   - host: the address to listen on.
///   - port: 0 lets the system choose.
///   - extending: adds what is no route of the API, such as the pages of the console.
///   - onRunning: called with the port once it is bound; the first connection is served when it
///     returns, so it must not wait.
public func buildServer(
  _ dependencies: APIDependencies, host: String, port: Int,
  extending: (Router<APIContext>) -> Void = { _ in },
  onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
) -> some Service {
  let router = buildRouter(dependencies)
  extending(router)
  return httpService(
    router, health: dependencies.health, options: dependencies.options,
    logger: dependencies.logger, host: host, port: port, onRunning: onRunning)
}

/// `router` behind a socket, with the limits of `options`; not ready from the stop request on.
func httpService(
  _ router: Router<APIContext>, health: HealthRegistry, options: APIOptions, logger: Logger,
  host: String, port: Int, onRunning: @escaping @Sendable (Int) async -> Void
) -> some Service {
  let application = Hummingbird.Application(
    router: router,
    server: .http1(
      configuration: .init(idleTimeout: .seconds(Int64(options.idleTimeoutSeconds)))),
    configuration: ApplicationConfiguration(
      address: .hostname(host, port: port),
      availableConnectionsDelegate: .maximum(options.maximumConnections, logger: logger)),
    onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? port) },
    logger: logger)
  return HTTPService(application: application, health: health)
}

/// Says "not ready" from the moment of the stop request on.
private struct HTTPService<Inner: Service>: Service {
  let application: Inner
  let health: HealthRegistry

  func run() async throws {
    try await withGracefulShutdownHandler {
      try await application.run()
    } onGracefulShutdown: {
      health.beginDraining()
    }
  }
}
