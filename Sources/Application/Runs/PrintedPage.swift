import Domain

/// A page of HTML for print: no script, every value escaped.
public struct PrintedPage: Sendable, Equatable {
  /// The whole document.
  public var html: String
  /// `Content-Security-Policy` that admits the page's own style and nothing else.
  public var contentSecurityPolicy: String

  public init(html: String, contentSecurityPolicy: String) {
    self.html = html
    self.contentSecurityPolicy = contentSecurityPolicy
  }
}

/// A cost sheet in codes and values, and as a page when somebody wants to read it.
public struct CostSheetView: Sendable {
  public var json: JSON
  /// The page, in Chinese with English beside it.
  public var page: @Sendable () throws -> PrintedPage

  public init(json: JSON, page: @escaping @Sendable () throws -> PrintedPage) {
    self.json = json
    self.page = page
  }
}
