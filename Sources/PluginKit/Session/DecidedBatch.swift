import Model

/// Decisions on their way to the host; they get their batch number when they leave.
struct DecidedBatch: Sendable {
    var decisions: [Decision]
    var checkpoint: String
}
