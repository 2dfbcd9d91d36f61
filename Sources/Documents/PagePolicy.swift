import Domain
import Foundation

/// What a browser may do with a page for print: show it with its own styles, and nothing else.
public enum PagePolicy {
  /// A `Content-Security-Policy` that admits the `<style>` elements of the page by their hashes (CSP
  /// level 3 section 2.3.1, `hash-source`), no script, nothing fetched, no frame around it.
  public static func contentSecurityPolicy(of html: String) -> String {
    let hashes = styles(in: html).map { style in
      let digest = Digest(ofBytes: Array(style.utf8))
      return "'sha256-\(Data(digest.bytes).base64EncodedString())'"
    }
    let styles = hashes.isEmpty ? "'none'" : hashes.joined(separator: " ")
    return "default-src 'none'; style-src \(styles); base-uri 'none'; form-action 'none'; "
      + "frame-ancestors 'none'"
  }

  /// The texts of all `<style>` elements. Values are escaped, so that none of them can open one.
  private static func styles(in html: String) -> [String] {
    html.components(separatedBy: "<style>").dropFirst()
      .compactMap { $0.components(separatedBy: "</style>").first }
  }
}
