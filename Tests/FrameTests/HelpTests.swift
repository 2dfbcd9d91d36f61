import Application
import ArgumentParser
import Domain
import Schemas
import Testing

@testable import rongqiao

@Suite("Help")
struct HelpTests {
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
