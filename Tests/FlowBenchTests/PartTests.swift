import Domain
import Foundation
import Testing

@testable import FlowBench

@Suite("the parts that need no server")
struct PartTests {
  @Test("the schedule is fixed beforehand and drifts nowhere")
  func schedule() {
    #expect(Pacer.offset(0, perSecond: 500) == 0)
    #expect(Pacer.offset(1, perSecond: 500) == 2_000)
    #expect(Pacer.offset(300_000, perSecond: 500) == 600_000_000)
    #expect(Pacer.offset(7, perSecond: 3) == 2_333_333)
  }

  @Test("an open loop starts everything, and a task that waits holds no other up")
  func openLoop() async {
    let gate = AsyncStream<Void>.makeStream()
    let order = AsyncStream<Int>.makeStream()
    async let pacing: Void = Pacer.run(
      count: 3, perSecond: 1_000_000, from: WallClock.system.now()
    ) { index, _ in
      if index == 0 {
        for await _ in gate.stream { break }
      } else {
        order.continuation.yield(index)
      }
    }
    var seen: Set<Int> = []
    for await index in order.stream {
      seen.insert(index)
      if seen.count == 2 { break }
    }
    gate.continuation.yield()
    await pacing
    #expect(seen == [1, 2])
  }

  @Test("a commit's flush is taken from the nearest commit in time")
  func flushDelays() {
    let delays = FlushDelays([(recorded: 100, known: 130), (recorded: 200, known: 250)])
    #expect(delays.nearest(0) == 30)
    #expect(delays.nearest(149) == 30)
    #expect(delays.nearest(151) == 50)
    #expect(delays.nearest(900) == 50)
    #expect(FlushDelays([]).nearest(1) == 0)
    #expect(FlushDelays([(recorded: 10, known: 5)]).nearest(10) == 0)
  }

  @Test("pgbench's rate is read, and a run in which a client failed has none")
  func pgbench() {
    let said = "latency average = 2 ms\ntps = 3894.512 (without initial connection time)\n"
    #expect(Pgbench.rate(said) == 3_894.512)
    #expect(Pgbench.rate(said + "Run was aborted; the above results are incomplete.\n") == nil)
    #expect(Pgbench.rate("") == nil)
  }

  @Test("what a process uses is read from its line, whatever its name holds")
  func processUsage() throws {
    let line =
      "7 (a) b) c) S 1 7 7 0 -1 4194560 1 0 0 0 250 50 0 0 20 0 9 0 100 1000000 300 184 1 1 0"
    let usage = try #require(
      ProcessUsage(stat: line, ticksPerSecond: 100, pageBytes: 4_096))
    #expect(usage.cpuSeconds == 3)
    #expect(usage.residentBytes == 300 * 4_096)
    #expect(ProcessUsage(stat: "nothing", ticksPerSecond: 100, pageBytes: 4_096) == nil)
    #expect(ProcessUsage(getpid()) != nil)
  }

  @Test("identifiers in SQL are those of the program, and of version 7")
  func identifiers() {
    let id = FlowIdentity.uuid(.need, 0xABC)
    #expect(id.uuidString.lowercased() == "018bcfe5-6801-7000-8000-000000000abc")
    #expect(NeedID(NeedID(id).text) != nil)
    #expect(
      FlowIdentity.sql(.need, "7")
        == "('018bcfe5-6801-7000-8000-' || lpad(to_hex(7), 12, '0'))::uuid")
  }

  @Test("rows of COPY are written as the manual says")
  func copyRows() {
    var rows = CopyRows()
    rows.row(fields: 4)
    rows.integer(1)
    rows.null()
    rows.texts(["a"])
    rows.timestamp(Instant(microseconds: 946_684_800_000_001))
    let bytes = rows.finish()
    #expect(bytes.count == 19 + 2 + 8 + 4 + (4 + 20 + 5) + 12 + 2)
    #expect(Array(bytes[19..<21]) == [0, 4])
    #expect(Array(bytes[21..<29]) == [0, 0, 0, 4, 0, 0, 0, 1])
    #expect(Array(bytes.suffix(10)) == [0, 0, 0, 0, 0, 0, 0, 1, 0xFF, 0xFF])
    // After the end everything begins anew.
    #expect(rows.finish().count == 21)
  }
}

@Suite("pgbench's scripts")
struct ScriptTests {
  @Test("a statement and its template have one shape, whatever stands for the values")
  func shapes() {
    let template = ScriptStatement(
      "SELECT a1 FROM b\n  WHERE c = {c} AND d = 'it''s' AND e = 7", ["c": "ARRAY[1, 2]"])
    #expect(template.shape == "SELECT a1 FROM b WHERE c = ? AND d = ? AND e = ?")
    #expect(
      template.shape
        == ScriptStatement.shape(
          "SELECT a1 FROM b WHERE c = $1 AND d = $2 AND e = $3"))
    #expect(template.shape != ScriptStatement.shape("SELECT a2 FROM b WHERE c = $1"))
    #expect(template.script.contains("c = ARRAY[1, 2]") && template.script.hasSuffix(";\n"))
  }

  @Test("no hole of a script is left open, and no constant holds what pgbench takes for a variable")
  func holes() {
    let scripts = [
      SubmitScript.script(round: 1, callers: 8, enterprises: 100),
      ReadScript.script(round: 1, runs: 5),
    ]
    let known: Set<String> = ["turn", "number", "firm", "client_id", "entry"]
    for script in scripts {
      for statement in SubmitScript.statements + ReadScript.statements {
        for name in statement.values.keys {
          #expect(statement.text.contains("{\(name)}"), "\(name)")
        }
      }
      var rest = script[...]
      while let colon = rest.firstIndex(of: ":") {
        rest = rest[rest.index(after: colon)...]
        if rest.first == ":" {
          rest = rest.dropFirst()
          continue
        }
        let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        #expect(name.isEmpty || known.contains(String(name)), "\(name)")
      }
    }
  }
}
