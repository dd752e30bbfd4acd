import Foundation
import SFTestSupport
import Testing

/// A sweep of 200 trials by engines beyond this process says what threads say.
@Suite(.serialized) struct EngineTests {
  private static let sweep =
    "--grid fast=2..21 --grid slow=30..75:5 "
    + "'sf-ingest --synthetic --bars 3000 --interval 15m --seed 5 | sf-features sma:{fast} sma:{slow} "
    + "| sf-detect sma_cross:{fast},{slow} | sf-strategy --exit tp_sl'"

  /// In a directory whose name has nothing that a shell would read.
  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("sf-engine-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  /// Runs a command within an engine's script, and compares what was collected with threads.
  private func check(
    _ engine: String, chunks: Int, in folder: URL, _ script: (String) -> String, _ start: String
  ) throws {
    let whole = try Shell.run("sf-sweep \(Self.sweep)", in: folder)
    #expect(whole.status == 0 && whole.output.split(separator: "\n").count == 200)
    let emit = try Shell.run(
      "sf-sweep --emit \(engine) --chunks \(chunks) --directory parts \(Self.sweep) > sweep.sh",
      in: folder)
    #expect(emit.status == 0, "\(emit.error)")
    try Data(script(start).utf8).write(to: folder.appendingPathComponent("host.sh"))
    let run = try Shell.run("bash host.sh", in: folder)
    #expect(run.status == 0, "\(run.output)\n\(run.error)")
    let collected = try Shell.run("sf-sweep collect parts", in: folder)
    #expect(collected.status == 0, "\(collected.error)")
    #expect(collected.output == whole.output)
  }

  static let hasSSH = Shell.has("parallel", "sshd", "ssh", "ssh-keygen")

  @Test(.enabled(if: hasSSH, "needs GNU parallel and OpenSSH's server: bin/setup --tests"))
  func `GNU parallel over two ssh logins`() throws {
    let port = Int.random(in: 20_000..<25_000)
    try withFolder { folder in
      try check(
        "parallel", chunks: 20, in: folder, { EngineHosts.ssh(port: port, running: $0) },
        "sh sweep.sh --ssh \"ssh -F $PWD/ssh_config\" --sshlogin 1/alpha,1/beta")
      let log = try String(
        contentsOf: folder.appendingPathComponent("parts/joblog"), encoding: .utf8)
      let hosts = log.split(separator: "\n").dropFirst().map { $0.split(separator: "\t")[1] }
      #expect(hosts.count == 20 && Set(hosts) == ["alpha", "beta"])
    }
  }

  static let hasSlurm = Shell.has("munged", "slurmctld", "slurmd", "sbatch", "sinfo")

  @Test(.enabled(if: hasSlurm, "needs Slurm and munge: bin/setup --tests"))
  func `Slurm as one node`() throws {
    let port = Int.random(in: 25_000..<30_000)
    try withFolder { folder in
      try check(
        "slurm", chunks: 4, in: folder, { EngineHosts.slurm(port: port, running: $0) },
        "sbatch --wait sweep.sh")
    }
  }
}
