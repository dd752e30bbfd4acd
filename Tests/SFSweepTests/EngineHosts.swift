import SFTestSupport

/// Engines of this machine alone, each made in a directory of its own for one test, and ended with
/// the command that it runs.
enum EngineHosts {
  /// Two logins, `alpha` and `beta`, to a server of ssh on the loopback address: with keys made for
  /// them, found by `ssh -F ssh_config`.
  static func ssh(port: Int, running command: String) -> String {
    """
    set -eu
    if [ "$(id -u)" -eq 0 ]; then mkdir -p /run/sshd; fi
    ssh-keygen -q -t ed25519 -N '' -f host
    ssh-keygen -q -t ed25519 -N '' -f user
    cp user.pub authorized
    printf '%s\\n' 'Port \(port)' 'ListenAddress 127.0.0.1' "HostKey $PWD/host" \\
      "AuthorizedKeysFile $PWD/authorized" "PidFile $PWD/sshd.pid" 'StrictModes no' 'UsePAM no' \\
      'PasswordAuthentication no' 'MaxStartups 100' >sshd_config
    printf '%s\\n' 'Host alpha beta' '  HostName 127.0.0.1' '  Port \(port)' "  User $(id -un)" \\
      "  IdentityFile $PWD/user" '  IdentitiesOnly yes' "  UserKnownHostsFile $PWD/known" \\
      '  StrictHostKeyChecking accept-new' >ssh_config
    "$(command -v sshd)" -f sshd_config -E sshd.log
    trap 'kill "$(cat sshd.pid)"' EXIT
    for _ in $(seq 100); do ssh -F ssh_config alpha true 2>/dev/null && break; sleep 0.1; done
    \(command)
    """
  }

  /// Slurm as one node with two cores, its three daemons started by hand.
  static func slurm(port: Int, running command: String) -> String {
    """
    set -eu
    node=$(hostname -s)
    mkdir -m 700 munge
    mkdir state spool
    head -c 1024 /dev/urandom >munge/key
    chmod 600 munge/key
    munged --force --socket="$PWD/munge/socket" --key-file="$PWD/munge/key" --num-threads=1 \\
      --pid-file="$PWD/munge/pid" --log-file="$PWD/munge/log" --seed-file="$PWD/munge/seed"
    printf '%s\\n' ClusterName=sweep "SlurmctldHost=$node(127.0.0.1)" "SlurmUser=$(id -un)" \\
      "SlurmdUser=$(id -un)" AuthType=auth/munge "AuthInfo=socket=$PWD/munge/socket" \\
      CredType=cred/munge SlurmctldPort=\(port) SlurmdPort=\(port + 1) \\
      "StateSaveLocation=$PWD/state" "SlurmdSpoolDir=$PWD/spool" \\
      "SlurmctldPidFile=$PWD/slurmctld.pid" "SlurmdPidFile=$PWD/slurmd.pid" \\
      "SlurmctldLogFile=$PWD/slurmctld.log" "SlurmdLogFile=$PWD/slurmd.log" \\
      ProctrackType=proctrack/linuxproc TaskPlugin=task/none SwitchType=switch/none MpiDefault=none \\
      JobAcctGatherType=jobacct_gather/none AccountingStorageType=accounting_storage/none \\
      SelectType=select/cons_tres SelectTypeParameters=CR_CPU SchedulerType=sched/builtin \\
      SchedulerParameters=sched_interval=1 ReturnToService=2 \\
      "NodeName=$node NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN" \\
      'PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP' >slurm.conf
    export SLURM_CONF=$PWD/slurm.conf
    end() {
      # The directory is removed next: nobody may write there any more.
      for daemon in slurmd.pid slurmctld.pid munge/pid; do
        id=$(cat $daemon) && kill "$id" || continue
        for _ in $(seq 100); do kill -0 "$id" 2>/dev/null || break; sleep 0.1; done
      done
    }
    trap end EXIT
    slurmctld -i -f slurm.conf
    slurmd -f slurm.conf
    for _ in $(seq 200); do sinfo -h -o %t 2>/dev/null | grep -q idle && break; sleep 0.1; done
    \(command)
    """
  }
}
