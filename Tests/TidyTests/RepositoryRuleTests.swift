import Testing

@Suite("Repository rules")
struct RepositoryRuleTests {
  let repository = Repository()

  @Test("migrations are numbered from 0001 without a gap, and named in words")
  func migrationsAreNumbered() {
    let names = repository.files(under: ["Schemas/sql"]).map(\.path)
      .compactMap { $0.split(separator: "/").last.map(String.init) }
      .filter { $0 != "README.md" }
    #expect(!names.isEmpty)
    for (index, name) in names.enumerated() {
      let digits = String(index + 1)
      let number = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
      let words = name.dropFirst(5).dropLast(4)
      #expect(name.hasPrefix(number + "_") && name.hasSuffix(".sql"), "\(name)")
      #expect(
        !words.isEmpty
          && words.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "_") },
        "\(name)")
    }
  }

  @Test("no file names a place on somebody's machine")
  func noMachinePaths() {
    // Put together here, so that this file does not hold them.
    let places = ["work", "root", "home", "Users"].map { "/" + $0 + "/" }
    let wrong = repository.everything().flatMap { file in
      file.lines.enumerated().filter { _, line in places.contains { begins($0, in: line) } }
        .map { "\(file.path):\($0.offset + 1)" }
    }
    #expect(wrong == [])
  }

  /// Whether a path begins with `place` in the line; the same letters inside an address or a
  /// longer path are another thing.
  private func begins(_ place: String, in line: Substring) -> Bool {
    var rest = line[...]
    while let found = rest.firstRange(of: place) {
      let before =
        found.lowerBound == line.startIndex ? nil : line[line.index(before: found.lowerBound)]
      let isInside = before.map { $0.isLetter || $0.isNumber || "./:-_}~*".contains($0) } ?? false
      if !isInside { return true }
      rest = rest[found.upperBound...]
    }
    return false
  }

  @Test("both READMEs say of every folder with sources what is in it")
  func foldersAreNamed() {
    // A folder with a module map only has nothing to read.
    let folders = repository.folders(in: "Sources").filter {
      !repository.sources(under: ["Sources/\($0)"]).isEmpty
    }
    #expect(folders.count > 15)
    for name in ["README.md", "README.zh-CN.md"] {
      let rows = text(name).split(separator: "\n").filter { $0.hasPrefix("| `S") }
      for folder in folders {
        #expect(
          rows.contains { $0.contains("`Sources/\(folder)`") || $0.contains("`\(folder)`") },
          "\(name): \(folder)")
      }
    }
  }

  /// A file of the root; empty when there is none.
  private func text(_ name: String) -> String { repository.read(name)?.text ?? "" }

  @Test("the groups of tests that run by themselves are targets of the package")
  func groupsAreTargets() {
    // A name that is no target filters everything away, and a run of nothing passes.
    let makefile = text("Makefile").replacing("\\\n", with: " ")
    let groups = makefile.split(separator: "\n").first { $0.hasPrefix("GROUPS :=") }?
      .split(separator: " ").dropFirst(2).map(String.init)
    let package = text("Package.swift")
    #expect(groups?.isEmpty == false)
    for group in groups ?? [] {
      #expect(package.contains("\"\(group)\""), "\(group)")
    }
  }

  @Test("text files end with one line end and hold no tabs or trailing spaces in Swift")
  func whitespace() {
    var wrong: [String] = []
    for file in repository.files(
      under: ["Sources", "Workers", "Tests", "Schemas"], suffix: ".swift")
    {
      if !file.text.hasSuffix("\n") || file.text.hasSuffix("\n\n") { wrong.append(file.path) }
      for (index, line) in file.lines.enumerated() where line.hasSuffix(" ") || line.contains("\t")
      {
        wrong.append("\(file.path):\(index + 1)")
      }
    }
    #expect(wrong == [])
  }
}
