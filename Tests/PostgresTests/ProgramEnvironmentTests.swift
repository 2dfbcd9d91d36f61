import Postgres
import Testing

@Suite("The environment of PostgreSQL's own programs")
struct ProgramEnvironmentTests {
  @Test("every keyword that has a variable is passed on by it, the password too")
  func variables() throws {
    let configuration = try PostgresConfiguration(
      url: "postgresql://rq:s%3Acret@db.example:6432/house?sslmode=require&connect_timeout=7")
    #expect(
      configuration.programEnvironment == [
        "PGHOST": "db.example", "PGPORT": "6432", "PGUSER": "rq", "PGPASSWORD": "s:cret",
        "PGDATABASE": "house", "PGSSLMODE": "require", "PGCONNECT_TIMEOUT": "7",
      ])
  }

  @Test("what was not given is not set, so that the operator's own variables hold")
  func nothingMore() throws {
    let configuration = try PostgresConfiguration(url: "host=/run/postgresql dbname=a")
    #expect(
      configuration.programEnvironment == ["PGHOST": "/run/postgresql", "PGDATABASE": "a"])
  }
}
