import TestSupport
import Testing

@Suite("The store in memory")
struct VolatileStoreTests {
    @Test("keeps the promises of the real one")
    func conformance() async throws {
        #expect(try await StoreConformance(VolatileStore()).broken() == [])
    }
}
