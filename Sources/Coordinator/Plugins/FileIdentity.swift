/// What tells one state of a file from another without reading it.
///
/// The time of the last change of its entry (`ctime`) is among it: nobody can set that back.
package struct FileIdentity: Sendable, Hashable {
    /// The device that holds it.
    package var device: UInt64
    /// Its number there.
    package var inode: UInt64
    /// Its size in bytes.
    package var size: Int64
    /// When its contents changed last, in nanoseconds since 1970.
    package var modified: Int64
    /// When its contents, owner or rights changed last, in nanoseconds since 1970.
    package var changed: Int64

    /// Creates an identity.
    package init(device: UInt64, inode: UInt64, size: Int64, modified: Int64, changed: Int64) {
        self.device = device
        self.inode = inode
        self.size = size
        self.modified = modified
        self.changed = changed
    }

    /// The identity as one word, for a key or an argument.
    package var word: String { "\(device):\(inode):\(size):\(modified):\(changed)" }
}
