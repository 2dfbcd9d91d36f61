import Application
import ArgumentParser
import Domain
import Schemas
import Testing

@testable import rongqiao

@Suite("Help")
struct HelpTests {
  /// Every command and what is below it, with the words that call it.
  private static func commands(
    _ type: any ParsableCommand.Type = Rongqiao.self, _ path: String = "rongqiao"
  ) -> [(path: String, type: any ParsableCommand.Type)] {
    var found = [(path: path, type: type)]
    for each in type.configuration.subcommands {
      found += commands(each, "\(path) \(each._commandName)")
    }
    return found
  }

  /// What identifiers of the service begin with, as far as anybody types them.
  private static let kinds: [any IdentifierKind.Type] = [
    AllocationKind.self, ClientKind.self, ClientSecretKind.self, DeadLetterKind.self,
    EnterpriseKind.self, EventKind.self, GuaranteeKind.self, ListingCaseKind.self,
    NeedKind.self, OfferKind.self, ProductKind.self, ReceivableKind.self, ReleaseKind.self,
    ReportIDKind.self, RunKind.self, SweepKind.self, WarningKind.self,
  ]

  @Test("every command that does something has examples")
  func examples() {
    let leaves = Self.commands().filter { $0.type.configuration.subcommands.isEmpty }
    #expect(leaves.count > 60)
    for (path, type) in leaves {
      #expect(type.configuration.discussion.contains("EXAMPLES 示例\n"), "\(path)")
      // Of itself, not of another command.
      #expect(type.configuration.discussion.contains("\(path)"), "\(path)")
    }
  }

  @Test("an identifier in a help text begins as those of the service do")
  func identifiers() {
    let known = Set(Self.kinds.map { $0.prefix })
    var seen: Set<String> = []
    for (path, type) in Self.commands() {
      // Wide enough that no word is cut.
      let help = Rongqiao.helpMessage(for: type, columns: 400)
      let words = help.split { !($0.isLetter || $0.isNumber || "_-…".contains($0)) }
      for word in words {
        let parts = word.split(separator: "_", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty,
          parts[0].allSatisfy({ ("a"..."z").contains($0) }),
          parts[1].isEmpty || parts[1].hasPrefix("0") || parts[1].hasPrefix("…")
        else { continue }
        seen.insert(String(parts[0]))
        #expect(known.contains(String(parts[0])), "\(path): \(word)")
      }
    }
    #expect(seen.count > 8)
  }

  @Test("every worker can be paused, and all that says so names them")
  func pausable() throws {
    for worker in WorkerCommand.Name.allCases {
      #expect(PausableWorker(rawValue: worker.rawValue) != nil, "\(worker)")
    }
    let document = try SchemaFiles.text("api/openapi.yaml")
    #expect(document.ranges(of: "(\(PausableWorker.names))").count == 2)
    for command in [PauseCommand.self, ResumeCommand.self] as [any ParsableCommand.Type] {
      let help = Rongqiao.helpMessage(for: command, columns: 400)
      #expect(help.contains(PausableWorker.names), "\(command)")
    }
  }

  @Test("one reads in the help what workers there are")
  func workers() {
    for worker in WorkerCommand.Name.allCases {
      #expect(
        WorkerCommand.configuration.discussion.split(separator: "\n").contains {
          $0.hasPrefix("\(worker.rawValue) ")
        }, "\(worker)")
    }
  }
}
