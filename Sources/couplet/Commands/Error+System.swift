import Foundation

extension Error {
    /// The system's number for why a file could not be used: the one that the error carries, else the latest.
    ///
    /// Foundation asks the system for more before it throws, and `errno` is then of that.
    var systemNumber: Int32 {
        let latest = errno
        if let posix = self as? POSIXError ?? (self as? CocoaError)?.underlying as? POSIXError {
            return posix.code.rawValue
        }
        return latest
    }
}
