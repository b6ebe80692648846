import ArgumentParser
import JSON
import Model
import SyncStore

/// `couplet why RECORD`: what is known of a record, and what happened to it.
struct WhyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why", abstract: "Tells what happened to a record, and why.",
        discussion: """
            A record is named by its id in either system, or by its number as people know it: couplet why 10000. Numbers \
            are looked up in the ERP; --offline looks ids up in the store alone.
            """)

    @OptionGroup var options: CommonOptions

    @Argument(help: "The record's id in either system, or its number.")
    var record: String

    @Option(help: "Only in this entity.")
    var entity: String?

    @Flag(help: "Asks neither system: RECORD is an id.")
    var offline = false

    @Option(help: "At most this many lines of history.")
    var limit = 20

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            let store = try await session.openStoreForReading()
            let entity = try self.entity.map(session.entityName)
            var ids = [RecordID(record.lowercased())]
            if !offline && !record.looksLikeGUID {
                ids = try await session.lookUp(number: record, entity: entity)
            }
            var lines: [HistoryEntry] = []
            for id in ids { lines += try await store.history(of: entity, id: id, limit: limit) }
            for line in lines {
                session.console.print(options.json ? line.json.line : session.sentences.line(of: line).harmless)
            }
            if lines.isEmpty { session.console.note(session.sentences.nothingKnown(of: record)) }
            return ExitCodes.complete
        }
    }
}

extension String {
    /// Whether the text has the form of a GUID.
    var looksLikeGUID: Bool {
        utf8.count == 36
            && utf8.enumerated().allSatisfy { position, byte in
                [8, 13, 18, 23].contains(position)
                    ? byte == UInt8(ascii: "-") : Character(UnicodeScalar(byte)).isHexDigit
            }
    }
}
