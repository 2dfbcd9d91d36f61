import Domain
import Foundation

/// How a cost sheet looks on A4; nothing is fetched.
enum CostSheetStyle {
  static let text = """
    @page { size: A4; margin: 16mm 14mm 18mm; }
    * { box-sizing: border-box; }
    body { font: 10.5pt/1.5 "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "SimSun", sans-serif; color: #111; background: #fff; max-width: 182mm; margin: 0 auto; }
    h1 { font-size: 17pt; text-align: center; margin: 4mm 0 1mm; }
    h1 span, h2 span { font-weight: normal; font-size: .72em; color: #444; }
    h1 span { display: block; }
    h2 { font-size: 12pt; margin: 6mm 0 2mm; border-bottom: .4mm solid #111; break-after: avoid; }
    p { margin: 1mm 0; }
    .lead { text-align: center; color: #333; }
    table { width: 100%; border-collapse: collapse; margin: 1mm 0 2mm; }
    th, td { border: .2mm solid #777; padding: 1mm 1.6mm; text-align: left; vertical-align: top; }
    th { background: #eee; font-weight: 600; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
    thead { display: table-header-group; }
    tr { break-inside: avoid; }
    td.number, th.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
    tr.total td { font-weight: 700; background: #f4f4f4; }
    span[lang="en"] { color: #444; font-size: .86em; }
    .flag { border: .3mm solid #111; padding: 0 1mm; font-weight: 700; white-space: nowrap; }
    .mark { white-space: nowrap; font-size: .86em; }
    ol.notes { padding-left: 6mm; margin: 1mm 0; }
    ol.notes li { margin: .6mm 0; font-size: 9pt; }
    footer { margin-top: 6mm; font-size: 8.5pt; color: #333; border-top: .2mm solid #777; padding-top: 1mm; }
    @media screen { body { padding: 8mm 4mm; } }
    """

  /// Admits this style by its hash and nothing else. CSP level 3 section 6.7.3: the hash is of the
  /// element's text, as standard base64.
  static let contentSecurityPolicy: String = {
    let hash = Data(Digest(ofBytes: Array(text.utf8)).bytes).base64EncodedString()
    return "default-src 'none'; style-src 'sha256-\(hash)'; base-uri 'none'; form-action 'none'; "
      + "frame-ancestors 'none'"
  }()
}
