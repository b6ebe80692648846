import Foundation
import JSON
import JSONRPC

/// A recorded conversation: one frame a line, under the name of who sent it.
struct GoldenTranscript: CustomStringConvertible, Sendable {
    /// Who sends.
    enum Sender: String, CaseIterable, Sendable {
        case host, plugin
    }

    static let names = ["a-run", "no-common-version", "other-requests", "uncoupling"]

    var description: String
    var lines: [(sender: Sender, frame: JSONText)]

    init(_ name: String) throws {
        description = name
        lines = []
        guard let url = Bundle.module.url(forResource: name, withExtension: "jsonl", subdirectory: "Fixtures") else {
            throw CocoaError(.fileNoSuchFile)
        }
        for line in try [UInt8](Data(contentsOf: url)).split(separator: UInt8(ascii: "\n")) {
            var reader = JSONReader(line)
            try reader.beginObject()
            while let name = try reader.nextName() {
                guard let sender = Sender(rawValue: name) else { throw CocoaError(.fileReadCorruptFile) }
                lines.append((sender, try JSONText(from: &reader)))
            }
            try reader.finish()
        }
    }

    /// What one side sent, as bytes of a stream.
    func stream(of sender: Sender) -> [UInt8] {
        lines.filter { $0.sender == sender }.flatMap { Array($0.frame.bytes) + [UInt8(ascii: "\n")] }
    }
}
