import API
import Application
import Domain
import HTTPTypes
import Hummingbird
import Schemas

/// The pages for people: they translate, and nothing else.
public struct Console: Sendable {
  private let parts: ConsoleParts
  private let assets: [Asset]

  /// - Parameters:
  ///   - authenticator: verifies identity tokens whose audience is the provider's client.
  ///   - openapi: the API's document as JSON, which says what forms may hold.
  /// - Throws: when a file of the pages does not read.
  public init(
    backend: any ConsoleBackend, provider: any IdentityProvider, authenticator: Authenticator,
    limiter: RateLimiter, openapi: [UInt8], calendar: WorkingCalendar,
    options: ConsoleOptions = ConsoleOptions(), clock: WallClock = .system,
    ids: IdentifierSource = IdentifierSource()
  ) throws {
    parts = ConsoleParts(
      backend: backend, provider: provider, authenticator: authenticator, limiter: limiter,
      renderer: try Renderer(), schema: try FormSchema(openapi: openapi), calendar: calendar,
      productSchema: try ProductSchema(json: SchemaFiles.bytes("catalog/product.schema.json")),
      regions: try RegionTable(
        csv: SchemaFiles.text("reference/regions-anhui.csv"),
        SchemaFiles.text("reference/regions-shaanxi.csv")),
      tiles: try RegionTiles(json: SchemaFiles.bytes("console/tiles.json")),
      options: options, cookies: Cookies(isSecure: options.isSecure),
      streams: StreamCount(maximum: options.maximumStreams), clock: clock, ids: ids)
    assets = try Asset.all()
  }

  /// All pages; the one for addresses that are no page comes last.
  var routes: [PageRoute] {
    var routes =
      SignInPages.all + EnterprisePages.all + NeedPages.all + ResultPages.all + ConsentPages.all
      + SupplyPages.all + ReceivablePages.all + OfferPages.all + HeadroomPages.all
      + ListingPages.all + ListingForms.all + WarningPages.all + WarningForms.all
      + FunnelPages.all + TargetPages.all + TargetForms.all + FairnessPages.all
      + DeadLetterPages.all + LineagePages.all + ProductPages.all + PolicyPages.all
      + ParameterPages.all
    if let provider = parts.provider as? DevelopmentProvider {
      routes += DevelopmentPages(provider: provider).all
    }
    return routes + [
      PageRoute(.get, "/console/**", .everyone) { try $0.show(.notFound) }
    ]
  }

  /// Adds the pages to a router of the API.
  public func add(to router: Router<APIContext>) {
    let server = PageServer(parts: parts)
    for route in routes {
      router.on(RouterPath(route.path), method: route.method) { request, context in
        try await server.answer(route, request, context)
      }
    }
    for asset in assets {
      router.on(RouterPath(asset.path), method: .get) { request, _ in asset.response(to: request) }
    }
  }
}
