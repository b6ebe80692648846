import Conformance
import JSONRPC
import PluginKit

/// A plugin of this process: its session, without streams.
package final class SessionLink: PluginLink {
    private var session: Session
    private var lines: [ArraySlice<UInt8>] = []

    /// Begins a conversation with a plugin.
    package init<Plugin: EntityPlugin>(_ plugin: Plugin.Type) { session = Session(plugin) }

    /// Begins a conversation with a plugin that is a value.
    package init(_ plugin: any PluginBehavior) { session = Session(plugin) }

    /// Sends a line, and has the plugin do what it has to do.
    package func send(_ line: [UInt8]) {
        session.receive(.whole(line.last == UInt8(ascii: "\n") ? line.dropLast() : line[...]))
        collect()
        while session.work() { collect() }
    }

    /// The next line; everything that a session has to say, it says at once.
    package func receive() -> ArraySlice<UInt8>? { lines.isEmpty ? nil : lines.removeFirst() }

    private func collect() {
        session.output.drain { bytes in
            lines += bytes.split(separator: UInt8(ascii: "\n"))
        }
    }
}
