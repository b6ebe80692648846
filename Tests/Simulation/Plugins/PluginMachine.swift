import JSONRPC
import PluginKit

/// The deciding code of a plugin, as its process runs it: lines go in, bytes come out.
protocol PluginMachine: Sendable {
    mutating func receive(_ line: LineFraming.Line)
    /// Does one piece of the work that was put off; whether there was one.
    mutating func work() -> Bool
    /// What is to be written.
    mutating func drain() -> [UInt8]
}

/// A plugin of PluginKit: the session that its own process would run.
struct KitMachine<Plugin: EntityPlugin>: PluginMachine {
    private var session: Session

    init(_ plugin: Plugin.Type) { session = Session(plugin) }

    mutating func receive(_ line: LineFraming.Line) { session.receive(line) }
    mutating func work() -> Bool { session.work() }
    mutating func drain() -> [UInt8] {
        var bytes: [UInt8] = []
        session.output.drain { bytes += $0 }
        return bytes
    }
}
