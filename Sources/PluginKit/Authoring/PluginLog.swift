import Synchronization

/// Where a hook says something for the host's log: with a constant message, and names beside it.
///
/// It has no influence on what is decided. Never say a value of a record: the log is read by people who may not see it.
///
/// ```swift
/// run.log(.warning, "the unit has no group", ["field": "baseUnitOfMeasureId"])
/// ```
/// A hundred messages are kept for each batch of pairs; what is more is dropped, and how much is told.
public struct PluginLog: Sendable, Hashable {
    /// How much a message matters.
    public enum Level: Int, Sendable, Hashable, CaseIterable, Comparable {
        /// Only for whoever looks for a fault.
        case debug
        /// What happens.
        case info
        /// Something that somebody should know.
        case warning
        /// Something went wrong.
        case error

        /// Orders by how much it matters.
        public static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    /// One message.
    package struct Entry: Sendable, Hashable {
        /// How much it matters.
        package var level: Level
        /// The message, a constant.
        package var message: String
        /// Names beside it.
        package var fields: [String: String]
    }

    /// What was said since somebody last listened.
    private final class Book: Sendable {
        let page = Mutex<(entries: [Entry], dropped: Int)>(([], 0))
    }

    /// The messages that are kept until somebody listens.
    static let kept = 100

    private let book = Book()

    /// Creates a log that nobody listens to, for tests of a plugin.
    public init() {}

    /// Says something.
    @inline(never)
    public func callAsFunction(_ level: Level, _ message: String, _ fields: [String: String] = [:]) {
        book.page.withLock { page in
            if page.entries.count < Self.kept {
                page.entries.append(Entry(level: level, message: message, fields: fields))
            } else {
                page.dropped += 1
            }
        }
    }

    /// What was said since, and how much of it was dropped.
    @inline(never)
    package func take() -> (entries: [Entry], dropped: Int) {
        book.page.withLock { page in
            defer { page = ([], 0) }
            return page
        }
    }

    /// Two logs are the same to whoever decides.
    public static func == (left: PluginLog, right: PluginLog) -> Bool { true }

    /// Nothing distinguishes a log.
    public func hash(into hasher: inout Hasher) {}
}
