import Foundation
import PluginTesting

/// check MANIFEST SAMPLE COMMAND…: has a plugin, in any language, talk with a scripted host, and names the rules that it breaks.
@main
struct Check {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard arguments.count >= 3 else {
            print("usage: check MANIFEST SAMPLE COMMAND…")
            exit(64)
        }
        let (manifest, sample) = (arguments[1], arguments[2])
        do {
            try PluginConformance.check(
                executable: Array(arguments.dropFirst(2)), manifest: manifest,
                sample: try String(contentsOfFile: sample, encoding: .utf8))
            print("\(manifest): keeps the rules of the protocol")
        } catch let failure as ConformanceFailure {
            print("\(manifest):\n\(failure)")
            exit(1)
        }
    }
}
