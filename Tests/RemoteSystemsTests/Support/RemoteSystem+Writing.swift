import Foundation
import Model

@testable import RemoteSystems

extension RemoteSystem {
    /// Writes without haste.
    func write(_ writes: [RemoteWrite], to table: RemoteTable) async throws -> [WriteResult] {
        try await write(writes, to: table, notAfter: .distantFuture)
    }
}
