import GRDB

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension SyncStoreError {
    /// What an error means for the store, by SQLite's result codes.
    ///
    /// https://www.sqlite.org/rescode.html
    init(_ error: any Error, path: String, during operation: Operation) {
        switch error {
        case let known as SyncStoreError: self = known
        case let failure as PrivateFile.SystemError: self.init(system: failure.code, path: path, during: operation)
        case let failure as DatabaseError: self.init(failure, path: path, during: operation)
        default: self = .corrupt(path: path, during: operation)
        }
    }

    private init(_ failure: DatabaseError, path: String, during operation: Operation) {
        let code = failure.extendedResultCode.rawValue
        switch failure.resultCode {
        case .SQLITE_FULL: self = .diskFull(path: path, during: operation)
        case .SQLITE_READONLY where failure.extendedResultCode == .SQLITE_READONLY_DBMOVED: self = .moved(path: path)
        case .SQLITE_READONLY, .SQLITE_PERM: self = .readOnly(path: path, during: operation)
        case .SQLITE_CANTOPEN: self = .cannotOpen(path: path, code: code)
        case .SQLITE_IOERR: self = .inputOutput(path: path, during: operation, code: code)
        case .SQLITE_CORRUPT: self = .corrupt(path: path, during: operation)
        case .SQLITE_NOTADB: self = .notAStore(path: path)
        case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL: self = .busy(path: path, during: operation)
        case .SQLITE_CONSTRAINT: self = .constraint(during: operation, detail: failure.message ?? "constraint")
        default: self = .unexpected(path: path, during: operation, code: code)
        }
    }

    private init(system code: Int32, path: String, during operation: Operation) {
        switch code {
        case ENOSPC, EDQUOT: self = .diskFull(path: path, during: operation)
        case EROFS, EACCES, EPERM: self = .readOnly(path: path, during: operation)
        case EIO: self = .inputOutput(path: path, during: operation, code: code)
        default: self = .cannotOpen(path: path, code: code)
        }
    }
}
