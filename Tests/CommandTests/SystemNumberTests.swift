import Foundation
import Testing

@testable import couplet

@Suite("The system's word for a file that can't be used")
struct SystemNumberTests {
    @Test("it is that of the failure, whatever the system was asked since")
    func number() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "file")
        do {
            try FileManager.default.createDirectory(
                atPath: folder.path + "/file/inner", withIntermediateDirectories: false)
            Issue.record("a folder was made in a file")
        } catch {
            errno = EIO
            #expect(error.systemNumber == ENOTDIR)
        }
    }
}
