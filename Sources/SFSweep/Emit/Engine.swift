import ArgumentParser
import SFEngine

/// Programs that run the parts of a sweep, on this machine or on many.
enum Engine: String, CaseIterable, ExpressibleByArgument, Sendable {
  case parallel, slurm

  /// A script whose parts call this tool with `--chunk` and write a file each in `directory`.
  ///
  /// `arguments` are those of the sweep without what concerns the engine.
  func script(_ arguments: [String], chunks: Int, directory: String) -> String {
    let call = (["sf-sweep"] + arguments).map(ShellWord.quoted).joined(separator: " ")
    let folder = ShellWord.quoted(directory)
    return switch self {
    case .parallel:
      """
      #!/bin/sh
      # Runs a sweep in \(chunks) parts by GNU parallel; its options go behind the script:
      #   sh sweep.sh --sshlogin 4/alpha,8/beta
      # Other machines see this directory, and the tools, under the same paths.
      # Run it again after a failure: finished parts and finished trials are skipped.
      # At the end: sf-sweep collect \(directory)
      set -eu

      if [ "${1-}" = chunk ]; then
        exec \(call) --chunk "$2/\(chunks)" --results \(folder)/"$2".jsonl
      fi
      seq \(chunks) | parallel --quote --joblog \(folder)/joblog --resume-failed --env PATH \\
        --workdir "$PWD" "$@" sh "$0" chunk {}

      """
    case .slurm:
      // A job script of Slurm needs bash by its first line.
      """
      #!/bin/bash
      # Runs a sweep in \(chunks) parts as an array of jobs: sbatch --wait sweep.sh
      # To have no more than 8 at a time: sbatch --wait --array=1-\(chunks)%8 sweep.sh
      # Run it again after a failure: finished trials are skipped.
      # At the end: sf-sweep collect \(directory)
      #SBATCH --job-name=sf-sweep
      #SBATCH --array=1-\(chunks)
      #SBATCH --output=\(directory)/%a.log
      set -eu

      exec \(call) --chunk "$SLURM_ARRAY_TASK_ID/\(chunks)" \\
        --results \(folder)/"$SLURM_ARRAY_TASK_ID".jsonl

      """
    }
  }
}
