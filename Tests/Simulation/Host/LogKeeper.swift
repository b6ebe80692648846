package import Logging
import Synchronization

/// Keeps what the host writes to its log, for a look at what stands in it.
package struct LogKeeper: LogHandler {
    private let kept: Kept
    package var metadata: Logger.Metadata = [:]
    package var logLevel: Logger.Level = .trace

    /// The lines.
    final class Kept: Sendable {
        private let lines = Mutex<[String]>([])
        var all: [String] { lines.withLock { $0 } }
        func add(_ line: String) { lines.withLock { $0.append(line) } }
    }

    init(_ kept: Kept) { self.kept = kept }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
            .map { "\($0.key)=\($0.value)" }
        kept.add("\(event.level) \(event.message) \(all.joined(separator: " "))")
    }
}
