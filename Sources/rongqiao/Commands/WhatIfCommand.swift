import Application
import ArgumentParser
import Catalog
import Domain
import Foundation

/// `rongqiao what-if`: what a draft would do, in figures that tell of no single firm.
struct WhatIfCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "what-if",
    abstract: "Try a draft product or pack on real needs. 用真实需求试算产品或政策草案",
    discussion: """
      Nothing is published and nothing is written. Figures of fewer than ten firms are held back,
      and what is shown is rounded.

      EXAMPLES 示例
        rongqiao what-if product ./hefei-shuirongtong.yaml --by-county
        rongqiao what-if pack ./cn-3401.yaml --json
      """,
    subcommands: [WhatIfProduct.self, WhatIfPack.self])
}

/// `rongqiao what-if product FILE`.
struct WhatIfProduct: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "product",
    abstract: "Firms and amounts a changed product would gain and lose. 产品条件变更的影响",
    discussion: """
      FILE is one product in the form of a catalog's products/CODE.yaml. It is tried on all open
      needs, against the product of the same code in force.

      EXAMPLES 示例
        rongqiao what-if product ./hefei-shuirongtong.yaml
        rongqiao what-if product ./hefei-shuirongtong.yaml --by-county --json
      """)

  @Argument(help: "The product's draft. 产品草案文件")
  var file: String
  @Flag(help: "Also by county. 分县区")
  var byCounty = false
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func run() async throws {
    let document = try DraftFile.read(file)
    let bar = NeedProgress()
    let answer = try await SweepCommand.asked { [byCounty] application in
      try await application.whatIf(
        product: document, byCounty: byCounty, actor: .system("what-if"), progress: bar.update)
    }
    bar.finish()
    WhatIfText.print(
      answer,
      [
        ("gained", "新增 gained"), ("lost", "减少 lost"), ("raised", "额度提高 raised"),
        ("lowered", "额度降低 lowered"),
      ], asJSON: json)
  }
}

/// `rongqiao what-if pack FILE|DIR`.
struct WhatIfPack: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pack",
    abstract: "Firms and budget of a draft pack over last year's needs. 政策包草案的企业数与预算",
    discussion: """
      FILE is one policy pack, or DIR holds some. They are tried in place of the packs in force of
      the same code, on the needs of the last 365 days.

      EXAMPLES 示例
        rongqiao what-if pack ./cn-3401.yaml --by-county
        rongqiao what-if pack ./policy --json
      """)

  @Argument(help: "The draft pack, or a directory of packs. 政策包草案文件或目录")
  var path: String
  @Flag(help: "Also by county. 分县区")
  var byCounty = false
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func run() async throws {
    var isDirectory: ObjCBool = false
    let isFolder =
      FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      && isDirectory.boolValue
    let documents =
      isFolder
      ? try DocumentFolder.files(path).map { try DraftFile.document($0) }
      : [try DraftFile.read(path)]
    let bar = NeedProgress()
    let answer = try await SweepCommand.asked { [byCounty] application in
      try await application.whatIf(
        packs: documents, byCounty: byCounty, actor: .system("what-if"), progress: bar.update)
    }
    bar.finish()
    WhatIfText.print(
      answer,
      [
        ("subsidised", "可获补贴 subsidised"), ("possible", "可能获补贴 possible"),
        ("gained", "新符合条件 gained"), ("lost", "不再符合 lost"),
      ], asJSON: json)
  }
}

/// A draft document in a file of its own.
enum DraftFile {
  /// - Throws: `CommandFailure` with place and reason when it cannot be read.
  static func read(_ path: String) throws(CommandFailure) -> JSON {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandFailure(.data, "\(path): no such file")
    }
    guard data.count <= YAMLDocument.maximumBytes,
      let text = String(validating: data, as: UTF8.self)
    else { throw CommandFailure(.data, "\(path): not UTF-8, or larger than 1 MiB") }
    return try document(SourceFile(name: path, text: text))
  }

  static func document(_ file: SourceFile) throws(CommandFailure) -> JSON {
    let document = YAMLDocument(file)
    guard let json = document.json, document.faults.isEmpty else {
      throw CommandFailure(
        .data, document.faults.map(\.description).joined(separator: "\n"))
    }
    return json
  }
}

/// The figures of an answer, for people or as they are.
enum WhatIfText {
  static func print(_ answer: JSON, _ measures: [(name: String, heading: String)], asJSON: Bool) {
    guard !asJSON else { return Terminal.output(answer.canonicalText) }
    let firms = answer["considered"]?["firms"]?.intValue.map { String($0) } ?? "<10"
    Terminal.output("参与试算的企业 firms considered:\(firms)")
    var table = Table(
      [.init(heading: "地区 region", name: "region")]
        + measures.flatMap { measure in
          [
            .init(heading: measure.heading, name: measure.name, isAlignedRight: true),
            .init(heading: "金额 amount", name: measure.name + "_amount", isAlignedRight: true),
          ]
        })
    func row(_ name: String, _ figures: JSON) -> [String] {
      [name]
        + measures.flatMap { measure in
          [
            figures[measure.name]?["firms"]?.intValue.map { String($0) } ?? "<10",
            figures[measure.name]?["amount"]?["fen"]?.intValue.map(YuanText.of) ?? "—",
          ]
        }
    }
    table.add(row("合计 total", answer))
    for county in answer["by_county"]?.arrayValue ?? [] {
      table.add(
        row(county["name"]?.stringValue ?? county["region"]?.stringValue ?? "", county))
    }
    table.print(asJSON: false)
    Terminal.output(
      "少于 10 家企业的数字不予显示,金额按已公布额度 figures of fewer than 10 firms are held back, "
        + "amounts by published limits")
  }
}
