package import JSON

/// A conversation between host and plugin, line by line: a `.jsonl` file of `{"host": …}` and `{"plugin": …}`.
public struct Transcript: Sendable, Hashable {
    /// Who said something.
    package enum Speaker: String, Sendable, Hashable {
        /// The host.
        case host
        /// The plugin.
        case plugin
    }

    /// One message, and who said it.
    package struct Line: Sendable, Hashable {
        /// Who said it.
        package var speaker: Speaker
        /// The message.
        package var message: JSONText
        /// Creates a line.
        package init(_ speaker: Speaker, _ message: JSONText) {
            self.speaker = speaker
            self.message = message
        }
    }

    /// The messages in the order of the conversation.
    package var lines: [Line] = []

    /// An empty conversation.
    package init() {}

    /// Reads a conversation from the text of a `.jsonl` file; throws what is wrong, and in which line.
    public init(_ text: String) throws(TranscriptError) {
        for (number, line) in text.split(separator: "\n").enumerated() {
            do {
                lines.append(try JSON.decode(Line.self, from: String(line)))
            } catch {
                throw TranscriptError(line: number + 1, problem: "\(error.code)")
            }
        }
    }

    /// The text of the `.jsonl` file.
    public var text: String {
        lines.map { line in
            "{\"\(line.speaker.rawValue)\":\(String(decoding: line.message.bytes, as: UTF8.self))}\n"
        }.joined()
    }
}

extension Transcript.Line: JSONReadable {
    /// Reads it from JSON.
    package init(from reader: inout JSONReader) throws(JSONError) {
        var found: Transcript.Line?
        try reader.beginObject()
        while let name = try reader.nextName() {
            guard let speaker = Transcript.Speaker(rawValue: name) else {
                throw reader.invalid(at: reader.offset, allowed: "host, plugin")
            }
            found = Transcript.Line(speaker, try JSONText(from: &reader))
        }
        self = try reader.require(found, "host")
    }
}
