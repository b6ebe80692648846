import JSON
import Model

/// What a line of history says beyond its columns, as JSON: `{"fields", "reason", "problem", "settled"}`.
struct HistoryDetail: JSONReadable, JSONWritable, Equatable {
    var fields: [FieldName]
    var reason: Reason
    var problem: Problem?
    var settled: [SettledConflict]

    init(_ entry: HistoryEntry) {
        fields = entry.fields
        reason = entry.reason
        problem = entry.problem
        settled = entry.settled
    }

    init(from reader: inout JSONReader) throws(JSONError) {
        fields = []
        settled = []
        var reason: [String] = []
        try reader.beginObject()
        while let name = try reader.nextName() {
            switch name {
            case "fields": fields = try [String](from: &reader)
            case "reason": reason = try [String](from: &reader)
            case "problem": problem = try StoredProblem(from: &reader).problem
            case "settled":
                settled = try [[String]](from: &reader).compactMap { words in
                    guard words.count == 2, let winner = Side(rawValue: words[1]) else { return nil }
                    return SettledConflict(group: words[0], winner: winner)
                }
            default: try reader.skip()
            }
        }
        self.reason = Reason(reason.first ?? "", Array(reason.dropFirst()))
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            if !fields.isEmpty { writer.member("fields", fields) }
            writer.member("reason", [reason.code] + reason.arguments)
            writer.member("problem", ifPresent: problem.map(StoredProblem.init))
            if !settled.isEmpty { writer.member("settled", settled.map { [$0.group, $0.winner.rawValue] }) }
        }
    }
}
