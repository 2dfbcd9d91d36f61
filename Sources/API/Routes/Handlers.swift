/// What runs after the pipeline's checks.
typealias Handler = @Sendable (Call) async throws -> Answer

/// A route with its handler.
typealias Route = (spec: RouteSpec, handle: Handler)
