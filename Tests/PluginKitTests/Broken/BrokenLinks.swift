import JSON
import PluginTesting

/// A sound plugin whose lines somebody tampers with on their way to the host.
final class TamperedLink: PluginLink {
    private let inner = SessionLink(SoundPlugin.self)
    private let tamper: (String) -> [String]
    private var waiting: [String] = []

    init(_ tamper: @escaping (String) -> [String]) { self.tamper = tamper }

    func send(_ line: [UInt8]) { inner.send(line) }

    func receive() -> ArraySlice<UInt8>? {
        while waiting.isEmpty {
            guard let line = inner.receive() else { return nil }
            waiting = tamper(String(decoding: line, as: UTF8.self))
        }
        return Array(waiting.removeFirst().utf8)[...]
    }
}
