import Application
import ArgumentParser
import Testing

@testable import rongqiao

@Suite("Publishing one product on the command line")
struct ImportProductTests {
  @Test(
    "what it is published over is said, or nothing is opened",
    arguments: [
      ["a.yaml"], ["a.yaml", "--over", "0"], ["a.yaml", "--over", "x"], ["--over", "3"],
    ])
  func refused(_ arguments: [String]) {
    #expect(throws: (any Error).self) { try ImportProduct.parse(arguments) }
  }

  @Test("the version it was made from is taken")
  func taken() throws {
    let command = try ImportProduct.parse(["a.yaml", "--over", "3", "--json"])
    #expect(command.file == "a.yaml" && command.over == 3 && command.json)
  }

  @Test("whoever knew an older version is told which one is in force, as bad input")
  func stale() {
    let failure = CommandFailure(ApplicationError.staleVersion(current: 4))
    #expect(failure.status == .data && failure.description.contains("version 4"))
  }
}
