import SFBinance
import SFCore

/// The day that it is by this machine's clock, in UTC.
enum Today {
  static var start: Timestamp {
    let day = Timestamp(milliseconds: MachineTime.believed).day
    return Timestamp(milliseconds: day * Timestamp.millisecondsPerDay)
  }
}
