import Foundation
import Model

/// A file of one conversation, `<entity>-<number>.jsonl`: a message a line, as `{"host": …}` or `{"plugin": …}`.
final class ConversationFile: Sendable {
    private static let mostFiles = 10_000

    private let path: String
    private let descriptor: Int32

    /// Makes the next file of an entity, for its owner alone.
    init(of entity: EntityName, in folder: String) throws(RecordingFailure) {
        for number in 1...Self.mostFiles {
            let path = "\(folder)/\(entity)-\(number).jsonl"
            let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
            if descriptor >= 0 {
                self.path = path
                self.descriptor = descriptor
                return
            }
            guard errno == EEXIST else { throw RecordingFailure(path: path, number: errno) }
        }
        throw RecordingFailure(path: folder, number: EEXIST)
    }

    deinit { close(descriptor) }

    /// Makes a folder for its owner alone; one that is there is good too.
    static func makeFolder(_ path: String) throws(RecordingFailure) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw RecordingFailure(path: path, number: errno) }
        guard access(path, W_OK | X_OK) == 0 else { throw RecordingFailure(path: path, number: errno) }
    }

    /// Appends lines.
    func append(_ lines: [UInt8]) throws(RecordingFailure) {
        var start = 0
        while start < lines.count {
            let count = lines.withUnsafeBytes { buffer in
                write(descriptor, buffer.baseAddress.map { $0 + start }, lines.count - start)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw RecordingFailure(path: path, number: errno) }
            start += count
        }
    }
}
