import JSONRPC
import Model
import PluginProtocol

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The process of a plugin: streams, conversation, exit status.
enum PluginMain {
    /// How the process ends (https://man.freebsd.org/cgi/man.cgi?sysexits).
    private enum Status {
        static let done: Int32 = 0
        static let usage: Int32 = 64
        static let ioFailure: Int32 = 74
        static let protocolFault: Int32 = 76
        static let configuration: Int32 = 78
    }

    /// Carries on the conversation with the host until it ends, and exits.
    static func run(_ plugin: any PluginBehavior) -> Never {
        run { language throws(MapPlugin.Failure) in plugin }
    }

    /// Makes the plugin first; what stands in the way goes to stderr.
    static func run(_ make: (Language) throws(MapPlugin.Failure) -> any PluginBehavior) -> Never {
        let language = Language(locale: environment("LANG"))
        do {
            try run(make(language), language)
        } catch {
            complain(error.description)
            exit(Status.configuration)
        }
    }

    private static func run(_ plugin: any PluginBehavior, _ language: Language) -> Never {
        guard getenv("COUPLET_PROTOCOL") != nil else {
            complain(KitSentences.startedByHand(plugin.entity, plugin.version, language))
            exit(Status.usage)
        }
        guard var streams = StandardStreams.takeOver() else { exit(Status.ioFailure) }
        do {
            exit(try converse(Session(plugin), over: &streams))
        } catch {
            // The host is gone, and nobody is left to be told.
            exit(error.code == EPIPE ? Status.done : Status.ioFailure)
        }
    }

    /// Reads, answers, works; returns at the end of the stream.
    ///
    /// One thread that waits for bytes and for nothing else: what can be asked ahead has left before a batch is thought about.
    private static func converse(
        _ session: consuming Session, over streams: inout StandardStreams
    ) throws(StreamFailure) -> Int32 {
        var framing = LineFraming(limit: session.limits.frame)
        while let chunk = try streams.read() {
            for line in framing.feed(chunk) { session.receive(line) }
            // What was agreed on in the first lines holds from then on.
            framing.limit = session.limits.frame
            try drain(&session, into: &streams)
            while session.work() { try drain(&session, into: &streams) }
            if let fault = session.fault {
                complain("\(session.plugin.entity): \(fault)")
                return Status.protocolFault
            }
        }
        return Status.done
    }

    private static func drain(
        _ session: inout Session, into streams: inout StandardStreams
    ) throws(StreamFailure) {
        try session.output.drain { bytes throws(StreamFailure) in try streams.write(bytes) }
    }

    private static func environment(_ name: String) -> String { getenv(name).map { String(cString: $0) } ?? "" }

    private static func complain(_ text: String) {
        let line = Array((text + "\n").utf8)
        _ = write(STDERR_FILENO, line, line.count)
    }
}
