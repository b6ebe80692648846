import Foundation

/// Measures how many records a second travel from a host to a plugin in another process and come back as decisions.
///
///     swift run -c release --package-path Tests/Benchmarks/Conversation Conversation [RECORDS] [PER PAGE] [REPEATS]
///     swift run -c release --package-path Tests/Benchmarks/Conversation Conversation codecs
///
/// Each page is written by the host as pairs, read by the plugin, decided, written as decisions and read by the host: the
/// codecs, the framing, the peer and the pipes are those of Couplet. Nothing is compared and nothing stored.
@main
struct Conversation {
    static func main() async throws {
        if ProcessInfo.processInfo.environment["COUPLET_PROTOCOL"] != nil {
            var plugin = PluginEnd()
            try plugin.converse()
            return
        }
        if CommandLine.arguments.contains("codecs") { return try Codecs(page: 200, repeats: 100).run() }
        let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
        let records = numbers.first ?? 100_000
        let page = numbers.dropFirst().first ?? 200
        let repeats = numbers.dropFirst(2).first ?? 5
        print("\(records) records of \(Sample.byteCount) bytes, \(page) a page")
        var rates: [Double] = []
        for _ in 0..<repeats { rates.append(try await HostEnd(records: records, page: page).run()) }
        rates.sort()
        let words = rates.map { "\(Int($0))" }.joined(separator: " ")
        print("records a second: \(words); median \(Int(rates[rates.count / 2]))")
    }
}
