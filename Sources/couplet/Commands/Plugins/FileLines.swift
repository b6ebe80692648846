import Foundation

/// The text of a file, for whoever looks for a line in it.
enum FileLines {
    /// The bytes of a file; `nil` when it can't be read.
    static func bytes(of path: String) -> [UInt8]? { FileManager.default.contents(atPath: path).map(Array.init) }
}
